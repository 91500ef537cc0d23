/* A pointer into an array is used after the array was moved by realloc. Wrong. */
#include <stdlib.h>

int main(void)
{
	int *numbers = malloc(2 * sizeof *numbers), *first = numbers;

	numbers[0] = 1;
	numbers = realloc(numbers, 64 * sizeof *numbers);
	if (numbers)
		*first = 2;
	free(numbers);
	return 0;
}
