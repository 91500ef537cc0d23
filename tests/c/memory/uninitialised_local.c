/* A variable is set on one path only. Wrong: read on the other. */
#include <pthread.h>
#include <stdatomic.h>

static atomic_int found;

static void *finds(void *unused)
{
	(void)unused;
	atomic_store(&found, 1);
	return NULL;
}

int main(void)
{
	pthread_t a;
	int index;

	pthread_create(&a, NULL, finds, NULL);
	if (atomic_load(&found))
		index = 3;
	pthread_join(a, NULL);
	return index == 4;
}
