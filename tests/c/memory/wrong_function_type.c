/* A function is called through a pointer of another type. Wrong. */
static long add(long a, long b)
{
	return a + b;
}

int main(void)
{
	int (*function)(int) = (int (*)(int))(void *)add;

	return function(1);
}
