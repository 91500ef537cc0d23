/* Division by zero is 0 where the check is off. Right with --no-division. */
#include <assert.h>

static int zero;

int main(void)
{
	assert(7 / zero == 0);
	assert(7u / (unsigned)zero == 0);
	return 0;
}
