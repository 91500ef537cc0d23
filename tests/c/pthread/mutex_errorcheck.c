/* An error-checking mutex says so when its owner takes it again, and when another thread gives it back. Right. */
#include <assert.h>
#include <errno.h>
#include <pthread.h>

static pthread_mutex_t lock;

static void *gives_back(void *unused)
{
	(void)unused;
	assert(pthread_mutex_unlock(&lock) == EPERM);
	assert(pthread_mutex_trylock(&lock) == EBUSY);
	return NULL;
}

int main(void)
{
	pthread_mutexattr_t attr;
	pthread_t a;

	pthread_mutexattr_init(&attr);
	pthread_mutexattr_settype(&attr, PTHREAD_MUTEX_ERRORCHECK);
	pthread_mutex_init(&lock, &attr);
	assert(pthread_mutex_lock(&lock) == 0);
	assert(pthread_mutex_lock(&lock) == EDEADLK);
	pthread_create(&a, NULL, gives_back, NULL);
	pthread_join(a, NULL);
	assert(pthread_mutex_unlock(&lock) == 0);
	assert(pthread_mutex_unlock(&lock) == EPERM);
	return 0;
}
