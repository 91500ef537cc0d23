/* A thread that does not get the mutex at once does without. Right. */
#include <assert.h>
#include <errno.h>
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int count, refused;

static void *tries(void *unused)
{
	int error = pthread_mutex_trylock(&lock);

	(void)unused;
	if (error == 0) {
		count++;
		pthread_mutex_unlock(&lock);
	} else {
		assert(error == EBUSY);
		refused = 1;
	}
	return NULL;
}

int main(void)
{
	pthread_t a;

	pthread_create(&a, NULL, tries, NULL);
	pthread_mutex_lock(&lock);
	count++;
	pthread_mutex_unlock(&lock);
	pthread_join(a, NULL);
	assert(count + refused == 2);
	return 0;
}
