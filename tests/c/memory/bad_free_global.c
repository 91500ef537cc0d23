/* A default that was never allocated is freed with the others. Wrong. */
#include <stdlib.h>

static int defaults[2] = { 1, 2 };
static int *settings = defaults;

int main(void)
{
	free(settings);
	return 0;
}
