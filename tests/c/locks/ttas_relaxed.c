/* A lock that looks before it swaps, given back with a relaxed store. Wrong by C11, a data race of what it guards;
   under sc all atomic accesses are ordered, so unknot says it is right. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

static atomic_int taken;
static int count;

static void *counts(void *unused)
{
	(void)unused;
	do {
		while (atomic_load_explicit(&taken, memory_order_relaxed))
			;
	} while (atomic_exchange_explicit(&taken, 1, memory_order_acquire));
	count++;
	atomic_store_explicit(&taken, 0, memory_order_relaxed);
	return NULL;
}

int main(void)
{
	pthread_t a;

	pthread_create(&a, NULL, counts, NULL);
	counts(NULL);
	pthread_join(a, NULL);
	assert(count == 2);
	return 0;
}
