/* A sequence lock: readers try again when a writer was there. Right. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

static atomic_uint sequence;
static atomic_int low, high;

static void *writes(void *unused)
{
	(void)unused;
	for (int i = 1; i <= 2; i++) {
		atomic_fetch_add(&sequence, 1);
		atomic_store(&low, i);
		atomic_store(&high, -i);
		atomic_fetch_add(&sequence, 1);
	}
	return NULL;
}

int main(void)
{
	pthread_t a;
	unsigned before;
	int x, y;

	pthread_create(&a, NULL, writes, NULL);
	do {
		while ((before = atomic_load(&sequence)) & 1)
			;
		x = atomic_load(&low);
		y = atomic_load(&high);
	} while (atomic_load(&sequence) != before);
	assert(x == -y);
	pthread_join(a, NULL);
	return 0;
}
