/* Two threads count up from near the largest int. Wrong: signed overflow. */
#include <limits.h>
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int serial = INT_MAX - 1;

static void *takes(void *unused)
{
	(void)unused;
	pthread_mutex_lock(&lock);
	serial = serial + 1;
	pthread_mutex_unlock(&lock);
	return NULL;
}

int main(void)
{
	pthread_t a, b;

	pthread_create(&a, NULL, takes, NULL);
	pthread_create(&b, NULL, takes, NULL);
	pthread_join(a, NULL);
	pthread_join(b, NULL);
	return serial > 0;
}
