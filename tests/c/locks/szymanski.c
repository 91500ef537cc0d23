/* Szymanski's algorithm for two. Right. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

static atomic_int flag[2];
static int count;

static void take(int me)
{
	int other = 1 - me;

	flag[me] = 1;
	while (flag[other] >= 3)
		;
	flag[me] = 3;
	if (flag[other] == 1) {
		flag[me] = 2;
		while (flag[other] != 4)
			;
	}
	flag[me] = 4;
	if (me == 1)
		while (flag[0] >= 2)
			;
}

static void give(int me)
{
	int his;

	if (me == 0)
		while ((his = flag[1]) == 2 || his == 3)
			;
	flag[me] = 0;
}

static void *enters(void *argument)
{
	int me = (int)(long)argument;

	take(me);
	count++;
	give(me);
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
