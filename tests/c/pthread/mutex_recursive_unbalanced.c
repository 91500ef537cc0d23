/* A recursive mutex is taken twice and given back once. Wrong: the other thread waits for ever. */
#include <pthread.h>

static pthread_mutex_t lock;

static void *waits(void *unused)
{
	(void)unused;
	pthread_mutex_lock(&lock);
	pthread_mutex_unlock(&lock);
	return NULL;
}

int main(void)
{
	pthread_mutexattr_t attr;
	pthread_t a;

	pthread_mutexattr_init(&attr);
	pthread_mutexattr_settype(&attr, PTHREAD_MUTEX_RECURSIVE);
	pthread_mutex_init(&lock, &attr);
	pthread_mutex_lock(&lock);
	pthread_mutex_lock(&lock);
	pthread_mutex_unlock(&lock);
	pthread_create(&a, NULL, waits, NULL);
	pthread_join(a, NULL);
	return 0;
}
