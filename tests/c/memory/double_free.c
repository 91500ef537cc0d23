/* Both threads give up an object, and both find that the other has. Wrong: it is freed twice. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

static int *object;
static atomic_int users = 2;

static void *releases(void *unused)
{
	(void)unused;
	atomic_fetch_sub(&users, 1);
	if (atomic_load(&users) == 0)
		free(object);
	return NULL;
}

int main(void)
{
	pthread_t a, b;

	object = malloc(sizeof *object);
	pthread_create(&a, NULL, releases, NULL);
	pthread_create(&b, NULL, releases, NULL);
	pthread_join(a, NULL);
	pthread_join(b, NULL);
	return 0;
}
