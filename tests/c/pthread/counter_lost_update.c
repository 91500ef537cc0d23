/* Two threads count with an atomic load and an atomic store. Wrong: one may overwrite what the other counted. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

static atomic_int count;

static void *counts(void *unused)
{
	(void)unused;
	atomic_store(&count, atomic_load(&count) + 1);
	return NULL;
}

int main(void)
{
	pthread_t a, b;

	pthread_create(&a, NULL, counts, NULL);
	pthread_create(&b, NULL, counts, NULL);
	pthread_join(a, NULL);
	pthread_join(b, NULL);
	assert(count == 2);
	return 0;
}
