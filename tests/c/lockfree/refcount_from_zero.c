/* A reference is taken from a table after the object was looked up. Wrong: the last one may have gone between. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

struct object {
	atomic_int references;
};

static _Atomic(struct object *) table;

static void release(struct object *object)
{
	if (atomic_fetch_sub(&object->references, 1) == 1) {
		atomic_store(&table, NULL);
		free(object);
	}
}

static void *looks_up(void *unused)
{
	struct object *object = atomic_load(&table);

	(void)unused;
	if (object) {
		atomic_fetch_add(&object->references, 1);
		release(object);
	}
	return NULL;
}

int main(void)
{
	struct object *object = malloc(sizeof *object);
	pthread_t a;

	atomic_init(&object->references, 1);
	atomic_store(&table, object);
	pthread_create(&a, NULL, looks_up, NULL);
	release(object);
	pthread_join(a, NULL);
	return 0;
}
