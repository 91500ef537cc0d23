/* Two threads reserve places in a table of three; nobody looks whether there is one left. Wrong. */
#include <pthread.h>
#include <stdatomic.h>

static int table[3];
static atomic_uint next;

static void *fills(void *value)
{
	table[atomic_fetch_add(&next, 1)] = (int)(long)value;
	table[atomic_fetch_add(&next, 1)] = (int)(long)value;
	return NULL;
}

int main(void)
{
	pthread_t a, b;

	pthread_create(&a, NULL, fills, (void *)1L);
	pthread_create(&b, NULL, fills, (void *)2L);
	pthread_join(a, NULL);
	pthread_join(b, NULL);
	return 0;
}
