/* A mask of as many bits as there are. Wrong: the shift is as wide as the type. */
static unsigned mask(unsigned bits)
{
	return (1u << bits) - 1;
}

int main(void)
{
	return mask(32) == 0;
}
