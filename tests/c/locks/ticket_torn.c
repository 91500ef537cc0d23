/* A ticket lock whose tickets are drawn with a load and a store. Wrong: two threads draw the same
   ticket, and one may wait for a number that has gone by. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

static atomic_uint next, serving;
static atomic_int inside;

static void *enters(void *unused)
{
	unsigned mine = atomic_load(&next);

	(void)unused;
	atomic_store(&next, mine + 1);
	while (atomic_load(&serving) != mine)
		;
	assert(atomic_fetch_add(&inside, 1) == 0);
	atomic_fetch_sub(&inside, 1);
	atomic_store(&serving, mine + 1);
	return NULL;
}

int main(void)
{
	pthread_t a;

	pthread_create(&a, NULL, enters, NULL);
	enters(NULL);
	pthread_join(a, NULL);
	return 0;
}
