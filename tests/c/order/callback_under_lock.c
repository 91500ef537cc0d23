/* A callback is run with a lock held that it takes itself, behind another. Wrong: a deadlock with a plain caller. */
#include <pthread.h>

static pthread_mutex_t list = PTHREAD_MUTEX_INITIALIZER, device = PTHREAD_MUTEX_INITIALIZER;
static int events, ready;

static void notify(void)
{
	pthread_mutex_lock(&device);
	ready++;
	pthread_mutex_unlock(&device);
}

static void for_all(void (*callback)(void))
{
	pthread_mutex_lock(&list);
	callback();
	pthread_mutex_unlock(&list);
}

static void *interrupts(void *unused)
{
	(void)unused;
	pthread_mutex_lock(&device);
	pthread_mutex_lock(&list);
	events++;
	pthread_mutex_unlock(&list);
	pthread_mutex_unlock(&device);
	return NULL;
}

int main(void)
{
	pthread_t a;

	pthread_create(&a, NULL, interrupts, NULL);
	for_all(notify);
	pthread_join(a, NULL);
	return 0;
}
