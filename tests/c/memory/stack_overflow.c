/* A loop goes one too far over an array on the stack. Wrong. */
int main(void)
{
	int squares[4], sum = 0;

	for (int i = 0; i <= 4; i++)
		squares[i] = i * i;
	for (int i = 0; i < 4; i++)
		sum += squares[i];
	return sum != 14;
}
