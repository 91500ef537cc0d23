/* The consumer looks before it takes the mutex: the only wakeup can come in between. Wrong. */
#include <sys/param.h>
#include <sys/lock.h>
#include <sys/mutex.h>
#include <sys/systm.h>
#include <machine/atomic.h>
#include <pthread.h>

static struct mtx lock;
static u_int items;
MTX_SYSINIT(lock, &lock, "items", MTX_DEF);

static void *consumes(void *unused)
{
	if (atomic_load_int(&items) == 0) {
		mtx_lock(&lock);
		msleep(&items, &lock, PWAIT | PDROP, "items", 0);
	}
	return (NULL);
}

int main(void)
{
	pthread_t a;

	pthread_create(&a, NULL, consumes, NULL);
	mtx_lock(&lock);
	atomic_store_int(&items, 1);
	wakeup(&items);
	mtx_unlock(&lock);
	pthread_join(a, NULL);
	return (0);
}
