/* One thread waits for a flag under a condition variable, in a loop. Right. */
#include <assert.h>
#include <pthread.h>
#include <stdbool.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static bool ready;
static int value;

static void *produces(void *unused)
{
	(void)unused;
	pthread_mutex_lock(&lock);
	value = 42;
	ready = true;
	pthread_cond_signal(&changed);
	pthread_mutex_unlock(&lock);
	return NULL;
}

int main(void)
{
	pthread_t a;

	pthread_create(&a, NULL, produces, NULL);
	pthread_mutex_lock(&lock);
	while (!ready)
		pthread_cond_wait(&changed, &lock);
	assert(value == 42);
	pthread_mutex_unlock(&lock);
	pthread_join(a, NULL);
	return 0;
}
