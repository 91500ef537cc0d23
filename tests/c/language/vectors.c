/* Vectors, as far as clang -O0 makes them: built, computed with, taken apart. Right. */
#include <assert.h>

typedef int four __attribute__((vector_size(16)));
typedef double two __attribute__((vector_size(16)));

static four sum(four a, four b) { return a + b * 2; }

int main(void)
{
	four a = { 1, 2, 3, 4 }, b = { 10, 20, 30, 40 }, c = sum(a, b), mask = c > 50;
	two d = { 0.5, 1.5 };

	assert(c[0] == 21 && c[3] == 84);
	assert(mask[0] == 0 && mask[3] == -1);
	c[1] = -c[1];
	d = d + d;
	assert(c[1] == -42 && d[1] == 3.0);
	return 0;
}
