/* Arrays whose length is known at run time only, in a loop, of two dimensions, and alloca. Right. */
#include <assert.h>

static int total(int rows, int columns)
{
	int table[rows][columns], sum = 0;

	for (int i = 0; i < rows; i++)
		for (int j = 0; j < columns; j++)
			table[i][j] = i * 10 + j;
	for (int i = 0; i < rows; i++)
		sum += table[i][columns - 1];
	assert(sizeof table == (unsigned long)rows * (unsigned long)columns * sizeof(int));
	return sum;
}

int main(void)
{
	char *scratch = __builtin_alloca(5);

	for (int n = 1; n <= 4; n++) {
		short part[n];

		for (int i = 0; i < n; i++)
			part[i] = (short)(n - i);
		assert(part[0] == n && part[n - 1] == 1);
	}
	scratch[4] = 'x';
	assert(total(2, 3) == 14 && total(1, 1) == 0);
	assert(scratch[4] == 'x');
	return 0;
}
