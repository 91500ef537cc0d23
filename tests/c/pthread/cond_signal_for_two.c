/* Two threads wait for a gate to open, and the one who opens it wakes only one. Wrong. */
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t opened = PTHREAD_COND_INITIALIZER;
static int open;

static void *passes(void *unused)
{
	(void)unused;
	pthread_mutex_lock(&lock);
	while (!open)
		pthread_cond_wait(&opened, &lock);
	pthread_mutex_unlock(&lock);
	return NULL;
}

int main(void)
{
	pthread_t a, b;

	pthread_create(&a, NULL, passes, NULL);
	pthread_create(&b, NULL, passes, NULL);
	pthread_mutex_lock(&lock);
	open = 1;
	pthread_cond_signal(&opened);
	pthread_mutex_unlock(&lock);
	pthread_join(a, NULL);
	pthread_join(b, NULL);
	return 0;
}
