/* trywrlock fails while a reader is there, tryrdlock does not. Right. */
#include <assert.h>
#include <errno.h>
#include <pthread.h>

static pthread_rwlock_t lock;

static void *tries(void *unused)
{
	(void)unused;
	assert(pthread_rwlock_trywrlock(&lock) == EBUSY);
	assert(pthread_rwlock_tryrdlock(&lock) == 0);
	assert(pthread_rwlock_unlock(&lock) == 0);
	return NULL;
}

int main(void)
{
	pthread_t a;

	pthread_rwlock_init(&lock, NULL);
	pthread_rwlock_rdlock(&lock);
	pthread_create(&a, NULL, tries, NULL);
	pthread_join(a, NULL);
	pthread_rwlock_unlock(&lock);
	assert(pthread_rwlock_trywrlock(&lock) == 0);
	assert(pthread_rwlock_tryrdlock(&lock) == EBUSY);
	pthread_rwlock_unlock(&lock);
	assert(pthread_rwlock_destroy(&lock) == 0);
	return 0;
}
