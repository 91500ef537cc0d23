/* Readers say that they are there only after they have fetched the pointer. Wrong: the copy is freed under them. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

struct config {
	int low, high;
};

static _Atomic(struct config *) current;
static atomic_int reading;

static void *reads(void *unused)
{
	struct config *config;

	(void)unused;
	config = atomic_load(&current);
	atomic_store(&reading, 1);
	assert(config->low + 1 == config->high);
	atomic_store(&reading, 0);
	return NULL;
}

static struct config *make(int low)
{
	struct config *config = malloc(sizeof *config);

	config->low = low;
	config->high = low + 1;
	return config;
}

int main(void)
{
	struct config *old;
	pthread_t a;

	atomic_store(&current, make(1));
	pthread_create(&a, NULL, reads, NULL);
	old = atomic_exchange(&current, make(5));
	while (atomic_load(&reading))
		;
	free(old);
	pthread_join(a, NULL);
	free(atomic_load(&current));
	return 0;
}
