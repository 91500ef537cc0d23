/* The running thread and its process: src/unknot/kernel/proc.py. */
#ifndef _SYS_PROC_H_
#define _SYS_PROC_H_

#include <sys/_thread.h>
#include <sys/lock.h>
#include <sys/mutex.h>
#include <sys/queue.h>

typedef struct thread *d_thread_t;

#define P_KPROC 0x00004
#define P_WEXIT 0x02000
#define TDF_BOUNDARY 0x00000400
#define TDP_KTHREAD 0x00200000

struct thread *__unknot_curthread(void) __attribute__((__const__)) __UNKNOT(kernel.proc, running_thread);
struct proc *__unknot_proc0(void) __UNKNOT(kernel.proc, first_proc);

#define curthread (__unknot_curthread())
#define curproc (curthread->td_proc)
#define proc0 (*__unknot_proc0())
#define TD_TO_PROC(td) ((td)->td_proc)

void __unknot_proc_begins(void) __UNKNOT(kernel.proc, proc_begins);
static void __attribute__((__constructor__(101))) __unknot_proc_constructor(void)
{
	__unknot_proc_begins();
}

#define PROC_LOCK(p) mtx_lock(&(p)->p_mtx)
#define PROC_TRYLOCK(p) mtx_trylock(&(p)->p_mtx)
#define PROC_UNLOCK(p) mtx_unlock(&(p)->p_mtx)
#define PROC_LOCKED(p) mtx_owned(&(p)->p_mtx)
#define PROC_LOCK_ASSERT(p, type) mtx_assert(&(p)->p_mtx, (type))
#define PHOLD(p) ((void)(p))
#define PRELE(p) ((void)(p))

#endif
