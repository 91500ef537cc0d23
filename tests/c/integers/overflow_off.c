/* Signed overflow, wrapping, as kernels are built (-fwrapv). Right with --no-overflow, wrong without. */
#include <assert.h>
#include <limits.h>

int main(void)
{
	int ticks = INT_MAX, then = ticks;

	ticks += 5;
	assert(ticks - then == 5);
	assert(-(ticks - ticks + INT_MIN) == INT_MIN);
	return 0;
}
