/* Two mutexes, taken in both orders, but always behind a third. Right. */
#include <pthread.h>

static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;

static void *forwards(void *unused)
{
	(void)unused;
	pthread_mutex_lock(&gate);
	pthread_mutex_lock(&a);
	pthread_mutex_lock(&b);
	pthread_mutex_unlock(&b);
	pthread_mutex_unlock(&a);
	pthread_mutex_unlock(&gate);
	return NULL;
}

static void *backwards(void *unused)
{
	(void)unused;
	pthread_mutex_lock(&gate);
	pthread_mutex_lock(&b);
	pthread_mutex_lock(&a);
	pthread_mutex_unlock(&a);
	pthread_mutex_unlock(&b);
	pthread_mutex_unlock(&gate);
	return NULL;
}

int main(void)
{
	pthread_t first, second;

	pthread_create(&first, NULL, forwards, NULL);
	pthread_create(&second, NULL, backwards, NULL);
	pthread_join(first, NULL);
	pthread_join(second, NULL);
	return 0;
}
