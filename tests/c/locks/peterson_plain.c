/* Peterson's algorithm with plain variables, as in the textbook. Wrong: data races. */
#include <assert.h>
#include <pthread.h>

static int wants[2], turn, count;

static void *enters(void *argument)
{
	int me = (int)(long)argument, other = 1 - me;

	wants[me] = 1;
	turn = other;
	while (wants[other] && turn == other)
		;
	count++;
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
