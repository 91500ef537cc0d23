/* Three threads meet at a barrier; exactly one is told to be the last; all see what the others wrote before. Right. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

static pthread_barrier_t barrier;
static int before[3];
static atomic_int serial;

static void meet(int me)
{
	before[me] = me + 1;
	if (pthread_barrier_wait(&barrier) == PTHREAD_BARRIER_SERIAL_THREAD)
		atomic_fetch_add(&serial, 1);
	assert(before[0] + before[1] + before[2] == 6);
}

static void *meets(void *me)
{
	meet((int)(long)me);
	return NULL;
}

int main(void)
{
	pthread_t a, b;

	pthread_barrier_init(&barrier, NULL, 3);
	pthread_create(&a, NULL, meets, (void *)1L);
	pthread_create(&b, NULL, meets, (void *)2L);
	meet(0);
	pthread_join(a, NULL);
	pthread_join(b, NULL);
	assert(serial == 1);
	pthread_barrier_destroy(&barrier);
	return 0;
}
