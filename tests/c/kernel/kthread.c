/* A kernel thread is asked to go, and main sleeps on it until it has. Right. */
#include <sys/param.h>
#include <sys/kthread.h>
#include <sys/lock.h>
#include <sys/mutex.h>
#include <sys/proc.h>
#include <sys/systm.h>
#include <assert.h>

static struct mtx lock;
static struct thread *worker;
static int going;
MTX_SYSINIT(lock, &lock, "worker", MTX_DEF);

static void works(void *arg)
{
	assert(arg == &going && curthread->td_proc == &proc0);
	mtx_lock(&lock);
	assert(curthread == worker);
	while (!going)
		msleep(&going, &lock, 0, "idle", 0);
	worker = NULL;
	mtx_unlock(&lock);
	kthread_exit();
}

int main(void)
{
	struct thread *td;

	mtx_lock(&lock);
	assert(kthread_add(works, &going, NULL, &worker, 0, 0, "worker %d", 0) == 0);
	td = worker;
	assert(td != curthread);
	going = 1;
	wakeup(&going);
	while (worker != NULL)
		msleep(td, &lock, PWAIT, "exit", hz);
	mtx_unlock(&lock);
	return (0);
}
