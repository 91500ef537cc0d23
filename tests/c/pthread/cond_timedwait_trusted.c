/* The result of a timed wait is not looked at. Wrong: time may be over before the flag is set. */
#include <assert.h>
#include <pthread.h>
#include <time.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
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

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += 1;
	pthread_create(&a, NULL, sets, NULL);
	pthread_mutex_lock(&lock);
	if (!ready)
		pthread_cond_timedwait(&changed, &lock, &until);
	assert(ready);
	pthread_mutex_unlock(&lock);
	pthread_join(a, NULL);
	return 0;
}
