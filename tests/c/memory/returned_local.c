/* A function returns the address of its own array. Wrong. */
static int *squares(int n)
{
	int table[3];
	int *result = table;

	for (int i = 0; i < 3; i++)
		table[i] = n * i;
	return result;
}

int main(void)
{
	return *squares(2);
}
