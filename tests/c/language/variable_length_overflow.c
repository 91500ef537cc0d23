/* An array of run-time length is written behind its end. Wrong. */
static int last(int n)
{
	int squares[n];

	for (int i = 1; i <= n; i++)
		squares[i] = i * i;
	return squares[n - 1];
}

int main(void)
{
	return last(3);
}
