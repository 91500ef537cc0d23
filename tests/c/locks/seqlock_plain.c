/* A sequence lock over plain fields. Wrong: the reader's look at them is a data race, though it would try again. */
#include <pthread.h>
#include <stdatomic.h>

static atomic_uint sequence;
static int low, high;

static void *writes(void *unused)
{
	(void)unused;
	atomic_fetch_add(&sequence, 1);
	low = 1;
	high = 1;
	atomic_fetch_add(&sequence, 1);
	return NULL;
}

int main(void)
{
	pthread_t a;
	unsigned before;
	int sum;

	pthread_create(&a, NULL, writes, NULL);
	do {
		while ((before = atomic_load(&sequence)) & 1)
			;
		sum = low + high;
	} while (atomic_load(&sequence) != before);
	pthread_join(a, NULL);
	return sum & 1;
}
