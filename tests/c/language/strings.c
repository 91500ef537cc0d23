/* The functions of <string.h> and some of <stdlib.h>. Right. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

int main(void)
{
	char buffer[16], other[16];

	strcpy(buffer, "lock");
	strcat(buffer, " order");
	assert(strlen(buffer) == 10 && strcmp(buffer, "lock order") == 0 && strcmp("a", "b") < 0);
	assert(strncmp(buffer, "lockless", 4) == 0 && strncmp(buffer, "lockless", 5) != 0);
	assert(strchr(buffer, 'o') == buffer + 1 && strrchr(buffer, 'r') == buffer + 9 && !strchr(buffer, 'z'));
	assert(strstr(buffer, "order") == buffer + 5);
	strncpy(other, "ab", sizeof other);
	assert(other[1] == 'b' && other[2] == 0 && other[15] == 0);
	memmove(buffer + 2, buffer, 4);
	assert(memcmp(buffer, "lolock", 6) == 0);
	memset(buffer, 'x', 3);
	memcpy(other, buffer, 4);
	assert(other[2] == 'x' && other[3] == 'o' && memchr(other, 'o', 4) == other + 3);
	assert(atoi("-42") == -42 && strtol("0x1f", NULL, 0) == 31 && abs(-3) == 3);
	return 0;
}
