/* A buffer of one place between two threads, with two semaphores. Right. */
#include <assert.h>
#include <pthread.h>
#include <semaphore.h>

static sem_t empty, full;
static int place;

static void *produces(void *unused)
{
	(void)unused;
	for (int i = 1; i <= 2; i++) {
		sem_wait(&empty);
		place = i;
		sem_post(&full);
	}
	return NULL;
}

int main(void)
{
	pthread_t a;
	int value;

	assert(sem_init(&empty, 0, 1) == 0);
	assert(sem_init(&full, 0, 0) == 0);
	pthread_create(&a, NULL, produces, NULL);
	for (int i = 1; i <= 2; i++) {
		sem_wait(&full);
		assert(place == i);
		sem_post(&empty);
	}
	pthread_join(a, NULL);
	assert(sem_getvalue(&empty, &value) == 0 && value == 1);
	sem_destroy(&empty);
	sem_destroy(&full);
	return 0;
}
