/* A kernel process with a second thread; memory that grows; who holds an sx lock. Right. */
#include <sys/param.h>
#include <sys/kthread.h>
#include <sys/lock.h>
#include <sys/malloc.h>
#include <sys/proc.h>
#include <sys/sx.h>
#include <sys/systm.h>
#include <assert.h>
#include <string.h>

static struct sx lock;
static struct proc *daemon;
static u_int gone;
SX_SYSINIT(lock, &lock, "daemon");

static void works(void *name)
{
	assert(curthread->td_proc != &proc0 && curproc == daemon);
	assert(strcmp(curthread->td_name, name) == 0);
	sx_xlock(&lock);
	assert(sx_xholder(&lock) == curthread);
	gone++;
	wakeup(&gone);
	sx_xunlock(&lock);
	kthread_exit();
}

static void grows(void)
{
	char *p = malloc(4, M_TEMP, M_WAITOK);

	strcpy(p, "abc");
	p = realloc(p, 8, M_TEMP, M_WAITOK);
	strcat(p, "def");
	assert(strcmp(p, "abcdef") == 0);
	p = reallocf(p, 4, M_TEMP, M_NOWAIT);
	assert(p == NULL || memcmp(p, "abcd", 4) == 0);
	free(p, M_TEMP);
}

int main(void)
{
	struct thread *td;

	grows();
	sx_xlock(&lock);
	assert(kproc_kthread_add(works, "first", &daemon, &td, 0, 0, "first", "unused") == 0);
	assert(td->td_proc == daemon && daemon != &proc0);
	assert(kproc_kthread_add(works, "second", &daemon, NULL, 0, 0, "unused", "second") == 0);
	while (gone < 2)
		sx_sleep(&gone, &lock, 0, "gone", 0);
	sx_xunlock(&lock);
	return (0);
}
