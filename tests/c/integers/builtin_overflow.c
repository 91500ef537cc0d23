/* Overflow asked for with the compiler's functions is an answer, not a mistake. Right. */
#include <assert.h>
#include <limits.h>

int main(void)
{
	int sum;
	unsigned product;
	long difference;
	unsigned char narrow;

	assert(__builtin_add_overflow(INT_MAX, 1, &sum) && sum == INT_MIN);
	assert(!__builtin_add_overflow(INT_MAX, -1, &sum) && sum == INT_MAX - 1);
	assert(__builtin_mul_overflow(65536u, 65536u, &product) && product == 0);
	assert(!__builtin_mul_overflow(65535u, 65537u, &product) && product == UINT_MAX);
	assert(__builtin_sub_overflow(LONG_MIN, 1L, &difference) && difference == LONG_MAX);
	assert(__builtin_add_overflow(200, 100, &narrow) && narrow == 44);
	return 0;
}
