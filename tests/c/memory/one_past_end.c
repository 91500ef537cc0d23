/* Pointers may stand behind the last element, as long as nobody reads there. Right. */
#include <assert.h>

int main(void)
{
	int values[3] = { 1, 2, 3 }, sum = 0;
	int *end = values + 3;

	for (int *p = values; p != end; p++)
		sum += *p;
	assert(end - values == 3 && sum == 6);
	assert((char *)end - (char *)values == 12);
	return 0;
}
