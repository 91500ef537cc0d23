/* Double-checked locking that publishes the object before it is filled. Wrong: the field has no value yet. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

struct table {
	atomic_int size;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static _Atomic(struct table *) instance;

static struct table *get(void)
{
	if (instance == NULL) {
		pthread_mutex_lock(&lock);
		if (instance == NULL) {
			instance = malloc(sizeof *instance);
			atomic_store(&instance->size, 16);
		}
		pthread_mutex_unlock(&lock);
	}
	return instance;
}

static void *uses(void *unused)
{
	(void)unused;
	assert(atomic_load(&get()->size) == 16);
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
