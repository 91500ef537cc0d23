/* A string literal is changed. Wrong. */
static void capitalise(char *word)
{
	if (*word >= 'a' && *word <= 'z')
		*word -= 'a' - 'A';
}

int main(void)
{
	capitalise("unknot");
	return 0;
}
