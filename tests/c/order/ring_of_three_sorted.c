/* The same, each taking the lower number first. Right. */
#include <pthread.h>

static pthread_mutex_t locks[3];

static void *takes(void *number)
{
	long n = (long)number, m = (n + 1) % 3;
	long first = n < m ? n : m, second = n < m ? m : n;

	pthread_mutex_lock(&locks[first]);
	pthread_mutex_lock(&locks[second]);
	pthread_mutex_unlock(&locks[second]);
	pthread_mutex_unlock(&locks[first]);
	return NULL;
}

int main(void)
{
	pthread_t threads[2];

	for (int i = 0; i < 3; i++)
		pthread_mutex_init(&locks[i], NULL);
	pthread_create(&threads[0], NULL, takes, (void *)0L);
	pthread_create(&threads[1], NULL, takes, (void *)1L);
	takes((void *)2L);
	pthread_join(threads[0], NULL);
	pthread_join(threads[1], NULL);
	return 0;
}
