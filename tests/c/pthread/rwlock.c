/* Two readers and a writer under a reader/writer lock; the writer keeps two fields equal. Right. */
#include <assert.h>
#include <pthread.h>

static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
static int left, right;

static void *reads(void *unused)
{
	(void)unused;
	pthread_rwlock_rdlock(&lock);
	assert(left == right);
	pthread_rwlock_unlock(&lock);
	return NULL;
}

int main(void)
{
	pthread_t a, b;

	pthread_create(&a, NULL, reads, NULL);
	pthread_create(&b, NULL, reads, NULL);
	pthread_rwlock_wrlock(&lock);
	left++;
	right++;
	pthread_rwlock_unlock(&lock);
	pthread_join(a, NULL);
	pthread_join(b, NULL);
	assert(left == 1);
	return 0;
}
