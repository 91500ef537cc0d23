/* Two mutexes taken in both orders, but one thread gives up after a time. Right. */
#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <time.h>

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;
static int both;

static void *a_then_b(void *unused)
{
	(void)unused;
	pthread_mutex_lock(&a);
	pthread_mutex_lock(&b);
	both++;
	pthread_mutex_unlock(&b);
	pthread_mutex_unlock(&a);
	return NULL;
}

int main(void)
{
	struct timespec until;
	pthread_t other;
	int error;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += 1;
	pthread_create(&other, NULL, a_then_b, NULL);
	pthread_mutex_lock(&b);
	error = pthread_mutex_timedlock(&a, &until);
	if (error == 0) {
		both++;
		pthread_mutex_unlock(&a);
	} else {
		assert(error == ETIMEDOUT);
	}
	pthread_mutex_unlock(&b);
	pthread_join(other, NULL);
	assert(both == 1 + (error == 0));
	return 0;
}
