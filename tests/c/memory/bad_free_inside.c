/* The pointer was moved on while parsing; what is freed is no longer the beginning. Wrong. */
#include <stdlib.h>
#include <string.h>

int main(void)
{
	char *line = malloc(8);

	strcpy(line, "  word");
	while (*line == ' ')
		line++;
	free(line);
	return 0;
}
