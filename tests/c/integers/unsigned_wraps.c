/* Unsigned numbers wrap, and narrow signed ones are computed in int. Right. */
#include <assert.h>
#include <limits.h>

int main(void)
{
	unsigned x = UINT_MAX;
	unsigned long y = 0;
	signed char small = 127;
	short product = 200;

	x++;
	y--;
	small++;
	product *= product;
	assert(x == 0 && y == ULONG_MAX && small == -128 && product == -25536);
	return 0;
}
