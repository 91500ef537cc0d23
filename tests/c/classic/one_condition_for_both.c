/* The bounded buffer with one condition variable for both sides, and signals. Wrong: a producer's signal may wake
   another producer, and everybody sleeps. */
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int count;

static void put(void)
{
	pthread_mutex_lock(&lock);
	while (count == 1)
		pthread_cond_wait(&changed, &lock);
	count++;
	pthread_cond_signal(&changed);
	pthread_mutex_unlock(&lock);
}

static void get(void)
{
	pthread_mutex_lock(&lock);
	while (count == 0)
		pthread_cond_wait(&changed, &lock);
	count--;
	pthread_cond_signal(&changed);
	pthread_mutex_unlock(&lock);
}

static void *produces(void *unused)
{
	(void)unused;
	put();
	put();
	return NULL;
}

static void *consumes(void *unused)
{
	(void)unused;
	get();
	return NULL;
}

int main(void)
{
	pthread_t a, b, c;

	pthread_create(&a, NULL, consumes, NULL);
	pthread_create(&b, NULL, consumes, NULL);
	pthread_create(&c, NULL, produces, NULL);
	pthread_join(a, NULL);
	pthread_join(b, NULL);
	pthread_join(c, NULL);
	return 0;
}
