/* An object with a count of references; the last one frees it, without a leak. Right, with --leaks. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

struct object {
	atomic_int references;
	int value;
};

static void release(struct object *object)
{
	if (atomic_fetch_sub_explicit(&object->references, 1, memory_order_release) == 1) {
		atomic_thread_fence(memory_order_acquire);
		object->value = -1;
		free(object);
	}
}

static void *uses(void *argument)
{
	struct object *object = argument;

	assert(object->value == 3);
	release(object);
	return NULL;
}

int main(void)
{
	struct object *object = malloc(sizeof *object);
	pthread_t a, b;

	object->value = 3;
	atomic_init(&object->references, 3);
	pthread_create(&a, NULL, uses, object);
	pthread_create(&b, NULL, uses, object);
	release(object);
	pthread_join(a, NULL);
	pthread_join(b, NULL);
	return 0;
}
