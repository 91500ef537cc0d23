/* The least int has no opposite. Wrong. */
#include <limits.h>

static int absolute(int x)
{
	return x < 0 ? -x : x;
}

int main(void)
{
	return absolute(INT_MIN) < 0;
}
