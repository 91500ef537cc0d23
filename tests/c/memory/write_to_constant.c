/* A constant table is changed behind a cast. Wrong. */
static const unsigned limits[2] = { 100, 200 };

int main(void)
{
	unsigned *limit = (unsigned *)&limits[1];

	*limit = 300;
	return 0;
}
