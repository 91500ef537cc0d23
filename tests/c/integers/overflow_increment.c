/* A loop over all values of a signed 64-bit number. Wrong: its last step overflows. */
#include <limits.h>

int main(void)
{
	long rounds = 0;

	for (long i = LONG_MAX - 2; i > 0; i++)
		rounds++;
	return rounds == 3;
}
