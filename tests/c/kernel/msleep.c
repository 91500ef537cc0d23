/* A consumer sleeps until there is an item; the mutex is its interlock. Right. */
#include <sys/param.h>
#include <sys/lock.h>
#include <sys/mutex.h>
#include <sys/systm.h>
#include <assert.h>
#include <pthread.h>

static struct mtx lock;
static int items;
MTX_SYSINIT(lock, &lock, "items", MTX_DEF);

static void *consumes(void *unused)
{
	mtx_lock(&lock);
	while (items == 0)
		assert(msleep(&items, &lock, PWAIT, "items", 0) == 0);
	items--;
	mtx_unlock(&lock);
	return (NULL);
}

int main(void)
{
	pthread_t a, b;

	pthread_create(&a, NULL, consumes, NULL);
	pthread_create(&b, NULL, consumes, NULL);
	mtx_lock(&lock);
	items = 2;
	wakeup(&items);
	mtx_unlock(&lock);
	pthread_join(a, NULL);
	pthread_join(b, NULL);
	assert(items == 0);
	return (0);
}
