/* switch with ranges, fallthrough and gaps; goto in and out of loops; do, continue, break; the conditional operators;
   computed gotos are not used. Right. */
#include <assert.h>

static int classify(int x)
{
	int result = 0;

	switch (x) {
	case -5: result += 1; /* fallthrough */
	case 3 ... 6: result += 10; break;
	case 1000000: result = 5; break;
	default: result = -1; break;
	case 0: result = 2;
	}
	return result;
}

static int collatz(unsigned long n)
{
	int steps = 0;

again:
	if (n == 1)
		goto done;
	n = n % 2 ? 3 * n + 1 : n / 2;
	steps++;
	goto again;
done:
	return steps;
}

static int duff(const char *from, char *to, int count)
{
	int n = (count + 3) / 4;

	switch (count % 4) {
	case 0: do { *to++ = *from++;
	case 3: *to++ = *from++;
	case 2: *to++ = *from++;
	case 1: *to++ = *from++;
		} while (--n > 0);
	}
	return count;
}

int main(void)
{
	char copy[7];
	int sum = 0;

	assert(classify(-5) == 11 && classify(4) == 10 && classify(1000000) == 5 && classify(7) == -1 && !(classify(0) - 2));
	assert(collatz(27) == 111);
	assert(duff("unknot", copy, 7) == 7 && copy[0] == 'u' && copy[5] == 't' && copy[6] == 0);
	for (int i = 0; i < 10; i++) {
		if (i % 2)
			continue;
		for (int j = 0;; j++) {
			if (j > i)
				break;
			if (i == 8)
				goto out;
			sum += j;
		}
	}
out:
	do
		sum++;
	while (0);
	assert(sum == 0 + 3 + 10 + 21 + 1);
	assert((sum ?: 1) == 35 && (sum > 3 && sum < 36 || 0));
	return 0;
}
