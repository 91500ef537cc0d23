/* A sleep with PCATCH ends with EINTR or ERESTART when a signal comes. Right. */
#include <sys/param.h>
#include <sys/kthread.h>
#include <sys/lock.h>
#include <sys/mutex.h>
#include <sys/proc.h>
#include <sys/signalvar.h>
#include <sys/systm.h>
#include <assert.h>

static struct mtx lock;
static int over;
MTX_SYSINIT(lock, &lock, "lock", MTX_DEF);

static void sleeps(void *unused)
{
	int error;

	mtx_lock(&lock);
	error = msleep(&lock, &lock, PWAIT | PCATCH, "signal", 0);
	assert(error == EINTR || error == ERESTART);
	over = 1;
	wakeup(&over);
	mtx_unlock(&lock);
}

int main(void)
{
	struct thread *td;

	kthread_add(sleeps, NULL, NULL, &td, 0, 0, "sleeper");
	mtx_lock(&lock);
	tdsignal(td, SIGINT);
	while (!over)
		msleep(&over, &lock, 0, "over", 0);
	mtx_unlock(&lock);
	return (0);
}
