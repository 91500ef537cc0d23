/* A queue in a file of its own, whose callers forget the lock once. Wrong: a data race, shown in the other file. */
#include "queue.h"
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct queue queue;
static struct item items[2];

static void *puts_one(void *unused)
{
	(void)unused;
	pthread_mutex_lock(&lock);
	queue_put(&queue, &items[1]);
	pthread_mutex_unlock(&lock);
	return NULL;
}

int main(void)
{
	pthread_t a;

	queue_init(&queue);
	queue_put(&queue, &items[0]);
	pthread_create(&a, NULL, puts_one, NULL);
	if (!queue_empty(&queue))
		queue_get(&queue);
	pthread_join(a, NULL);
	return 0;
}
