/* A recursive mutex, taken twice by its owner and given back twice. Right. */
#include <assert.h>
#include <pthread.h>

static pthread_mutex_t lock;
static int count;

static void add(int n)
{
	pthread_mutex_lock(&lock);
	count += n;
	if (n > 1)
		add(n - 1);
	pthread_mutex_unlock(&lock);
}

static void *adds(void *unused)
{
	(void)unused;
	add(2);
	return NULL;
}

int main(void)
{
	pthread_mutexattr_t attr;
	pthread_t a;
	int kind;

	assert(pthread_mutexattr_init(&attr) == 0);
	assert(pthread_mutexattr_settype(&attr, PTHREAD_MUTEX_RECURSIVE) == 0);
	assert(pthread_mutexattr_gettype(&attr, &kind) == 0 && kind == PTHREAD_MUTEX_RECURSIVE);
	assert(pthread_mutex_init(&lock, &attr) == 0);
	pthread_mutexattr_destroy(&attr);
	pthread_create(&a, NULL, adds, NULL);
	add(2);
	pthread_join(a, NULL);
	assert(count == 6);
	assert(pthread_mutex_destroy(&lock) == 0);
	return 0;
}
