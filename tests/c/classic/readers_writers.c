/* Readers count themselves under a mutex; the first locks the writers out, the last lets them in. Right. */
#include <assert.h>
#include <pthread.h>
#include <semaphore.h>

static pthread_mutex_t entrance = PTHREAD_MUTEX_INITIALIZER;
static sem_t room;
static int readers, value[2];

static void *reads(void *unused)
{
	(void)unused;
	pthread_mutex_lock(&entrance);
	if (readers++ == 0)
		sem_wait(&room);
	pthread_mutex_unlock(&entrance);
	assert(value[0] == value[1]);
	pthread_mutex_lock(&entrance);
	if (--readers == 0)
		sem_post(&room);
	pthread_mutex_unlock(&entrance);
	return NULL;
}

int main(void)
{
	pthread_t a, b;

	sem_init(&room, 0, 1);
	pthread_create(&a, NULL, reads, NULL);
	pthread_create(&b, NULL, reads, NULL);
	sem_wait(&room);
	value[0]++;
	value[1]++;
	sem_post(&room);
	pthread_join(a, NULL);
	pthread_join(b, NULL);
	return 0;
}
