/* A thread gives back a mutex that another holds. Wrong. */
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void *gives_back(void *unused)
{
	(void)unused;
	pthread_mutex_unlock(&lock);
	return NULL;
}

int main(void)
{
	pthread_t a;

	pthread_mutex_lock(&lock);
	pthread_create(&a, NULL, gives_back, NULL);
	pthread_join(a, NULL);
	return 0;
}
