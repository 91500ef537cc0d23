/* Double-checked locking with an atomic pointer. Right. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

struct table {
	int size;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static _Atomic(struct table *) instance;

static struct table *get(void)
{
	struct table *seen = atomic_load_explicit(&instance, memory_order_acquire);

	if (seen == NULL) {
		pthread_mutex_lock(&lock);
		seen = atomic_load_explicit(&instance, memory_order_relaxed);
		if (seen == NULL) {
			seen = malloc(sizeof *seen);
			seen->size = 16;
			atomic_store_explicit(&instance, seen, memory_order_release);
		}
		pthread_mutex_unlock(&lock);
	}
	return seen;
}

static void *uses(void *unused)
{
	(void)unused;
	assert(get()->size == 16);
	return NULL;
}

int main(void)
{
	pthread_t a, b;

	pthread_create(&a, NULL, uses, NULL);
	pthread_create(&b, NULL, uses, NULL);
	pthread_join(a, NULL);
	pthread_join(b, NULL);
	free(instance);
	return 0;
}
