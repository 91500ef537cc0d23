/* A shift by a negative count. Wrong. */
static int scaled(int value, int power)
{
	return value >> power;
}

int main(void)
{
	return scaled(8, 1 - 2);
}
