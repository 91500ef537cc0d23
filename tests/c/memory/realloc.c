/* An array grows with realloc and keeps its contents; calloc gives zeros; free takes a null pointer. Right. */
#include <assert.h>
#include <stdlib.h>

int main(void)
{
	int *numbers = NULL, *zeros;
	size_t room = 0;

	for (size_t i = 0; i < 5; i++) {
		if (i >= room) {
			room = room ? room * 2 : 1;
			numbers = realloc(numbers, room * sizeof *numbers);
			assert(numbers);
		}
		numbers[i] = (int)(i * i);
	}
	for (int i = 0; i < 5; i++)
		assert(numbers[i] == i * i);
	zeros = calloc(3, sizeof *zeros);
	assert(zeros[0] == 0 && zeros[2] == 0);
	free(zeros);
	free(numbers);
	free(NULL);
	return 0;
}
