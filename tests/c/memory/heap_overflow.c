/* The string's terminating null byte has no place. Wrong. */
#include <stdlib.h>
#include <string.h>

int main(void)
{
	const char *name = "unknot";
	char *copy = malloc(strlen(name));

	strcpy(copy, name);
	free(copy);
	return 0;
}
