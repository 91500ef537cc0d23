/* Dining philosophers with a butler who lets only two of three to the table: a semaphore. Right. */
#include <assert.h>
#include <pthread.h>
#include <semaphore.h>

enum { N = 3 };
static pthread_mutex_t forks[N];
static sem_t seats;
static int meals[N];

static void *dines(void *seat)
{
	int left = (int)(long)seat, right = (left + 1) % N;

	sem_wait(&seats);
	pthread_mutex_lock(&forks[left]);
	pthread_mutex_lock(&forks[right]);
	meals[left]++;
	pthread_mutex_unlock(&forks[right]);
	pthread_mutex_unlock(&forks[left]);
	sem_post(&seats);
	return NULL;
}

int main(void)
{
	pthread_t guests[N];

	sem_init(&seats, 0, N - 1);
	for (long i = 0; i < N; i++)
		pthread_mutex_init(&forks[i], NULL);
	for (long i = 0; i < N; i++)
		pthread_create(&guests[i], NULL, dines, (void *)i);
	for (int i = 0; i < N; i++)
		pthread_join(guests[i], NULL);
	for (int i = 0; i < N; i++)
		assert(meals[i] == 1);
	return 0;
}
