/* An error path frees what was freed already. Wrong. */
#include <stdlib.h>

int main(void)
{
	char *buffer = malloc(8);
	int error = -1;

	free(buffer);
	if (error < 0)
		free(buffer);
	return 0;
}
