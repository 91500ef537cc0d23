/* exit() ends a program whose other thread would wait for ever. Right. */
#include <pthread.h>
#include <stdlib.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void *waits(void *unused)
{
	(void)unused;
	pthread_mutex_lock(&lock);
	return NULL;
}

int main(void)
{
	pthread_t a;

	pthread_mutex_lock(&lock);
	pthread_create(&a, NULL, waits, NULL);
	exit(0);
}
