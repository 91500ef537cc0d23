/* Dekker's algorithm with sequentially consistent atomics. Right. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

static atomic_int wants[2], turn;
static int count;

static void *enters(void *argument)
{
	int me = (int)(long)argument, other = 1 - me;

	wants[me] = 1;
	while (wants[other]) {
		if (turn != me) {
			wants[me] = 0;
			while (turn != me)
				;
			wants[me] = 1;
		}
	}
	count++;
	turn = other;
	wants[me] = 0;
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
