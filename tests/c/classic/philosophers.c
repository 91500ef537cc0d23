/* Dining philosophers, each taking the left fork first. Wrong: all hold one and wait. */
#include <pthread.h>

enum { N = 3 };
static pthread_mutex_t forks[N];
static int meals[N];

static void *dines(void *seat)
{
	int left = (int)(long)seat, right = (left + 1) % N;

	pthread_mutex_lock(&forks[left]);
	pthread_mutex_lock(&forks[right]);
	meals[left]++;
	pthread_mutex_unlock(&forks[right]);
	pthread_mutex_unlock(&forks[left]);
	return NULL;
}

int main(void)
{
	pthread_t guests[N];

	for (long i = 0; i < N; i++)
		pthread_mutex_init(&forks[i], NULL);
	for (long i = 0; i < N; i++)
		pthread_create(&guests[i], NULL, dines, (void *)i);
	for (int i = 0; i < N; i++)
		pthread_join(guests[i], NULL);
	return 0;
}
