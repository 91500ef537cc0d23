/* sscanf: what it reads, what it leaves, how much it says it read. */
#include <assert.h>
#include <stdio.h>
#include <string.h>

static int shared;

int
main(int argc, char **argv)
{
	int a = -1, b = -1, n = -1;
	unsigned x = 0;
	long l = 0;
	short h = 0;
	char c = 0, word[8] = "";

	assert(sscanf("12 -34", "%d%d", &a, &b) == 2 && a == 12 && b == -34);
	assert(sscanf("x=0xfF,17", "x=%x,%o%n", &x, &n, &b) == 2 && x == 255);
	assert(sscanf("0x10 010 10", "%i %i %d", &a, &b, &n) == 3 && a == 16 && b == 8 && n == 10);
	assert(sscanf("9000000000 -5", "%ld %hd", &l, &h) == 2 && l == 9000000000 && h == -5);
	assert(sscanf("  hello world", "%3s%c", word, &c) == 2 && strcmp(word, "hel") == 0 && c == 'l');
	assert(sscanf("7 8", "%*d %d", &a) == 1 && a == 8);
	assert(sscanf("1234", "%2d%d", &a, &b) == 2 && a == 12 && b == 34);
	assert(sscanf("", "%d", &a) == EOF && sscanf("  ", "%d", &a) == EOF);
	assert(sscanf("abc", "%d", &a) == 0 && sscanf("5%", "%d%%", &a) == 1);
	assert(sscanf("3", "%d", &shared) == 1 && shared == 3);
	if (argc > 1)
		return (sscanf(argv[1], "%d", &shared));
}
