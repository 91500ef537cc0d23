/* A condition variable with a mutex, and one with an sx lock. Right. */
#include <sys/param.h>
#include <sys/condvar.h>
#include <sys/kernel.h>
#include <sys/lock.h>
#include <sys/mutex.h>
#include <sys/sx.h>
#include <assert.h>
#include <pthread.h>

static struct mtx lock;
static struct sx gate;
static struct cv filled, opened;
static int items, open;
MTX_SYSINIT(lock, &lock, "items", MTX_DEF);
SX_SYSINIT(gate, &gate, "gate");

static void make(void *unused)
{
	cv_init(&filled, "filled");
	cv_init(&opened, "opened");
}
SYSINIT(condvars, SI_SUB_DRIVERS, SI_ORDER_ANY, make, NULL);

static void *consumes(void *unused)
{
	mtx_lock(&lock);
	while (items == 0)
		cv_wait(&filled, &lock);
	items--;
	mtx_unlock(&lock);
	sx_xlock(&gate);
	open = 1;
	cv_broadcast(&opened);
	sx_xunlock(&gate);
	return (NULL);
}

int main(void)
{
	pthread_t t;

	pthread_create(&t, NULL, consumes, NULL);
	mtx_lock(&lock);
	items++;
	cv_signal(&filled);
	mtx_unlock(&lock);
	sx_slock(&gate);
	while (!open)
		cv_wait(&opened, &gate);
	sx_sunlock(&gate);
	pthread_join(t, NULL);
	cv_destroy(&filled);
	cv_destroy(&opened);
	assert(items == 0);
	return (0);
}
