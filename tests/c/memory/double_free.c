/* Both threads give up an object, and both find that the other has. Wrong: it is freed twice. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

struct object {
	atomic_int users;
};

static struct object *object;

static void *releases(void *unused)
{
	(void)unused;
	atomic_fetch_sub(&object->users, 1);
	if (atomic_load(&object->users) == 0)
		free(object);
	return NULL;
}

int main(void)
{
	pthread_t a, b;

	object = malloc(sizeof *object);
	atomic_init(&object->users, 2);
	pthread_create(&a, NULL, releases, NULL);
	pthread_create(&b, NULL, releases, NULL);
	pthread_join(a, NULL);
	pthread_join(b, NULL);
	return 0;
}
