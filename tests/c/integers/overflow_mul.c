/* A size in bytes is computed in int. Wrong: signed overflow. */
static int bytes(int blocks)
{
	return blocks * 4096;
}

int main(void)
{
	return bytes(1 << 20) < 0;
}
