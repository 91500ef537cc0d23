/* Floating point numbers: arithmetic, comparison, not-a-number, rounding and conversion. Right. */
#include <assert.h>
#include <stdint.h>

static double root(double x)
{
	double guess = x / 2;

	for (int i = 0; i < 40; i++)
		guess = (guess + x / guess) / 2;
	return guess;
}

int main(void)
{
	volatile double zero = 0.0, one = 1.0, ten = 10.0;
	double nan = zero / zero;
	float third = (float)(one / 3);

	assert(one / ten + one / ten + one / ten != 3 * one / ten);
	assert(nan != nan && !(nan < 1) && !(nan >= 1));
	assert(one / zero > 1e308 && -one / zero < -1e308);
	assert(root(2) * root(2) - 2 < 1e-15 && 2 - root(2) * root(2) < 1e-15);
	assert((int)-2.9 == -2 && (unsigned)3000000000.5 == 3000000000u && (uint64_t)1e19 == 10000000000000000000u);
	assert((float)16777217 == 16777216.0f && (double)INT64_MAX == 9223372036854775808.0);
	assert((double)third != one / 3 && third * 3 == 1.0f);
	assert((signed char)(ten * -12.8) == -128 && (float)1e-50 == 0.0f);
	return 0;
}
