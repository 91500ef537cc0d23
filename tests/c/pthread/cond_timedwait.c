/* A waiter whom nobody wakes in time goes on by itself, and says so. Right. */
#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <time.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed;
static int ready;

static void *sets(void *unused)
{
	(void)unused;
	pthread_mutex_lock(&lock);
	ready = 1;
	pthread_cond_signal(&changed);
	pthread_mutex_unlock(&lock);
	return NULL;
}

int main(void)
{
	struct timespec until;
	pthread_t a;
	int error = 0;

	pthread_cond_init(&changed, NULL);
	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_nsec += 1000;
	pthread_create(&a, NULL, sets, NULL);
	pthread_mutex_lock(&lock);
	while (!ready && error == 0)
		error = pthread_cond_timedwait(&changed, &lock, &until);
	assert(ready || error == ETIMEDOUT);
	pthread_mutex_unlock(&lock);
	pthread_join(a, NULL);
	pthread_cond_destroy(&changed);
	return 0;
}
