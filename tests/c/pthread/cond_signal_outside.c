/* The flag is set and signalled without the lock. Wrong: the signal may fall between the waiter's look and its sleep. */
#include <pthread.h>
#include <stdatomic.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t done = PTHREAD_COND_INITIALIZER;
static atomic_int finished;

static void *works(void *unused)
{
	(void)unused;
	atomic_store(&finished, 1);
	pthread_cond_signal(&done);
	return NULL;
}

int main(void)
{
	pthread_t a;

	pthread_create(&a, NULL, works, NULL);
	pthread_mutex_lock(&lock);
	while (!atomic_load(&finished))
		pthread_cond_wait(&done, &lock);
	pthread_mutex_unlock(&lock);
	pthread_join(a, NULL);
	return 0;
}
