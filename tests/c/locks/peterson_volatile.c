/* Peterson's algorithm with volatile variables, as in old kernels. Both threads inside at once: not under sc, but with
   x86's store buffers. */
#include <assert.h>
#include <pthread.h>

static volatile int wants[2], turn, inside;

static void *enters(void *argument)
{
	int me = (int)(long)argument, other = 1 - me;

	wants[me] = 1;
	turn = other;
	while (wants[other] && turn == other)
		;
	assert(inside == 0);
	inside = 1;
	inside = 0;
	wants[me] = 0;
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
