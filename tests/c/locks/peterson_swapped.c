/* Peterson's algorithm, with the two stores swapped. Wrong. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

static atomic_int wants[2], turn, inside;

static void *enters(void *argument)
{
	int me = (int)(long)argument, other = 1 - me;

	atomic_store(&turn, other);
	atomic_store(&wants[me], 1);
	while (atomic_load(&wants[other]) && atomic_load(&turn) == other)
		;
	assert(atomic_fetch_add(&inside, 1) == 0);
	atomic_fetch_sub(&inside, 1);
	atomic_store(&wants[me], 0);
	return NULL;
}

int main(void)
{
	pthread_t a;

	pthread_create(&a, NULL, enters, (void *)1L);
	enters((void *)0L);
	pthread_join(a, NULL);
	return 0;
}
