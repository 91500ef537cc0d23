/* Lamport's bakery without the doors to the room where numbers are drawn. Wrong. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

static atomic_int number[2], inside;

static void *enters(void *argument)
{
	int me = (int)(long)argument, other = 1 - me, mine, his;

	mine = number[other] + 1;
	number[me] = mine;
	while ((his = number[other]) != 0 && (his < mine || (his == mine && other < me)))
		;
	assert(inside++ == 0);
	inside--;
	number[me] = 0;
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
