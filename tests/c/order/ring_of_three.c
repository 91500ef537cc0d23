/* Three mutexes and three threads, each takes two, in a ring. Wrong: a deadlock of all three. */
#include <pthread.h>

static pthread_mutex_t locks[3] = {
	PTHREAD_MUTEX_INITIALIZER, PTHREAD_MUTEX_INITIALIZER, PTHREAD_MUTEX_INITIALIZER
};

static void *takes(void *number)
{
	long n = (long)number;

	pthread_mutex_lock(&locks[n]);
	pthread_mutex_lock(&locks[(n + 1) % 3]);
	pthread_mutex_unlock(&locks[(n + 1) % 3]);
	pthread_mutex_unlock(&locks[n]);
	return NULL;
}

int main(void)
{
	pthread_t threads[2];

	pthread_create(&threads[0], NULL, takes, (void *)0L);
	pthread_create(&threads[1], NULL, takes, (void *)1L);
	takes((void *)2L);
	pthread_join(threads[0], NULL);
	pthread_join(threads[1], NULL);
	return 0;
}
