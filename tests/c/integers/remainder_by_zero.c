/* A hash table without buckets. Wrong. */
static unsigned long buckets;

int main(void)
{
	return (int)(12345678901ul % buckets);
}
