/* Main waits for a thread that waits for main's mutex. Wrong. */
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void *locks(void *unused)
{
	(void)unused;
	pthread_mutex_lock(&lock);
	pthread_mutex_unlock(&lock);
	return NULL;
}

int main(void)
{
	pthread_t a;

	pthread_create(&a, NULL, locks, NULL);
	pthread_mutex_lock(&lock);
	pthread_join(a, NULL);
	pthread_mutex_unlock(&lock);
	return 0;
}
