/* A thread waits for a signal that may have been given before. Wrong: the wakeup is lost. */
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t done = PTHREAD_COND_INITIALIZER;

static void *works(void *unused)
{
	(void)unused;
	pthread_mutex_lock(&lock);
	pthread_cond_signal(&done);
	pthread_mutex_unlock(&lock);
	return NULL;
}

int main(void)
{
	pthread_t a;

	pthread_create(&a, NULL, works, NULL);
	pthread_mutex_lock(&lock);
	pthread_cond_wait(&done, &lock);
	pthread_mutex_unlock(&lock);
	pthread_join(a, NULL);
	return 0;
}
