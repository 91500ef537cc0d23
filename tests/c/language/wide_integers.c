/* 128-bit integers: arithmetic, shifts, comparisons, conversions, arguments. Right. */
#include <assert.h>
#include <stdint.h>

typedef unsigned __int128 u128;
typedef __int128 i128;

static u128 product(uint64_t a, uint64_t b) { return (u128)a * b; }
static i128 power(i128 base, int n) { return n == 0 ? 1 : base * power(base, n - 1); }

int main(void)
{
	u128 p = product(UINT64_MAX, UINT64_MAX);
	i128 m = -1, q;

	assert((uint64_t)p == 1 && (uint64_t)(p >> 64) == UINT64_MAX - 1);
	assert(m < 0 && (u128)m > p && m >> 100 == -1);
	q = power(-3, 61);
	assert(q / power(3, 60) == -3 && q % 1000 == -603);
	assert((int64_t)(q >> 32) == (int64_t)((q - 1) / ((i128)1 << 32) - 1));
	p = (u128)1 << 127;
	assert(p / 3 * 3 == p - 2 && p % 7 == 2 && p >> 127 == 1);
	p++;
	assert((p & 1) && (uint64_t)(p ^ (p << 64)) == 1);
	assert((double)((u128)1 << 70) == 1180591620717411303424.0);
	return 0;
}
