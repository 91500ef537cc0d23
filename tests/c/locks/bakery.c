/* Lamport's bakery for two. Right. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

enum { THREADS = 2 };
static atomic_int choosing[THREADS], number[THREADS];
static int count;

static void take(int me)
{
	int most = 0;

	choosing[me] = 1;
	for (int i = 0; i < THREADS; i++) {
		int seen = number[i];

		if (seen > most)
			most = seen;
	}
	number[me] = most + 1;
	choosing[me] = 0;
	for (int i = 0; i < THREADS; i++) {
		int his;

		if (i == me)
			continue;
		while (choosing[i])
			;
		while ((his = number[i]) != 0 && (his < most + 1 || (his == most + 1 && i < me)))
			;
	}
}

static void *enters(void *argument)
{
	int me = (int)(long)argument;

	take(me);
	count++;
	number[me] = 0;
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
