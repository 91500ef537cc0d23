/* Peterson's algorithm with sequentially consistent atomics. Right, with store buffers too. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

static atomic_int wants[2], turn;
static int count;

static void *enters(void *argument)
{
	int me = (int)(long)argument, other = 1 - me;

	atomic_store(&wants[me], 1);
	atomic_store(&turn, other);
	while (atomic_load(&wants[other]) && atomic_load(&turn) == other)
		;
	count++;
	atomic_store(&wants[me], 0);
	return NULL;
}

int main(void)
{
	pthread_t a;

	pthread_create(&a, NULL, enters, (void *)1L);
	enters((void *)0L);
	pthread_join(a, NULL);
	assert(count == 2);
	return 0;
}
