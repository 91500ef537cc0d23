/* Spin locks: one thread locks, the other tries. Right. */
#include <assert.h>
#include <errno.h>
#include <pthread.h>

static pthread_spinlock_t lock;
static int count;

static void *counts(void *unused)
{
	(void)unused;
	pthread_spin_lock(&lock);
	count++;
	pthread_spin_unlock(&lock);
	return NULL;
}

int main(void)
{
	pthread_t a;
	int error, refused = 0;

	assert(pthread_spin_init(&lock, PTHREAD_PROCESS_PRIVATE) == 0);
	pthread_create(&a, NULL, counts, NULL);
	error = pthread_spin_trylock(&lock);
	if (error == 0) {
		count++;
		pthread_spin_unlock(&lock);
	} else {
		assert(error == EBUSY);
		refused = 1;
	}
	pthread_join(a, NULL);
	assert(count + refused == 2);
	pthread_spin_destroy(&lock);
	return 0;
}
