/* M_NOWAIT can give null. Wrong. */
#include <sys/param.h>
#include <sys/malloc.h>

int main(void)
{
	int *p = malloc(sizeof(*p), M_TEMP, M_NOWAIT | M_ZERO);

	*p = 1;
	free(p, M_TEMP);
	return (0);
}
