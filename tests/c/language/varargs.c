/* Functions of variably many arguments: integers, pointers, doubles, structures, va_copy, handed on. Right. */
#include <assert.h>
#include <stdarg.h>

struct point {
	int x, y, z;
};

static long sum(int count, ...)
{
	long total = 0;
	va_list ap;

	va_start(ap, count);
	for (int i = 0; i < count; i++)
		total += va_arg(ap, int);
	va_end(ap);
	return total;
}

static double mixed(const char *kinds, va_list ap)
{
	double total = 0;
	struct point point;
	va_list again;

	va_copy(again, ap);
	for (; *kinds; kinds++) {
		switch (*kinds) {
		case 'i': total += va_arg(ap, int); break;
		case 'l': total += (double)va_arg(ap, long); break;
		case 'd': total += va_arg(ap, double); break;
		case 'p': total += *va_arg(ap, short *); break;
		case 's':
			point = va_arg(ap, struct point);
			total += point.x + point.y + point.z;
			break;
		}
	}
	total += va_arg(again, int);
	va_end(again);
	return total;
}

static double add(const char *kinds, ...)
{
	double total;
	va_list ap;

	va_start(ap, kinds);
	total = mixed(kinds, ap);
	va_end(ap);
	return total;
}

int main(void)
{
	struct point point = { 10, 20, 30 };
	short small = -4;

	assert(sum(0) == 0);
	assert(sum(3, 1, -2, 7) == 6);
	assert(sum(8, 1, 2, 3, 4, 5, 6, 7, 8) == 36);
	assert(add("ildps", 1, -100000000000L, 0.5, &small, point) == 1 - 1e11 + 0.5 - 4 + 60 + 1);
	return 0;
}
