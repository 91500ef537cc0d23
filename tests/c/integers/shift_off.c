/* Counts of shifts modulo the width, as x86 does. Right with --no-shift. */
#include <assert.h>

static unsigned long rotate(unsigned long x, int n)
{
	return x << n | x >> (64 - n);
}

int main(void)
{
	assert(rotate(5, 0) == 5);
	assert(rotate(5, 63) == 0x8000000000000002ul);
	return 0;
}
