/* The least number divided by -1 does not fit. Wrong. */
#include <limits.h>

static long divide(long x, long y)
{
	return x / y;
}

int main(void)
{
	return divide(LONG_MIN, -1) < 0;
}
