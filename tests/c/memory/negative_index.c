/* The last element of an empty list is asked for. Wrong: the place before the array. */
static int values[4];
static int count;

static int last(void)
{
	return values[count - 1];
}

int main(void)
{
	return last();
}
