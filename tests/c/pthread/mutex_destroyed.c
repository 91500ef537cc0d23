/* The owner of an object destroys its mutex while the other thread may still want it. Wrong. */
#include <pthread.h>

static pthread_mutex_t lock;
static int users;

static void *uses(void *unused)
{
	(void)unused;
	pthread_mutex_lock(&lock);
	users++;
	pthread_mutex_unlock(&lock);
	return NULL;
}

int main(void)
{
	pthread_t a;

	pthread_mutex_init(&lock, NULL);
	pthread_create(&a, NULL, uses, NULL);
	pthread_mutex_destroy(&lock);
	pthread_join(a, NULL);
	return 0;
}
