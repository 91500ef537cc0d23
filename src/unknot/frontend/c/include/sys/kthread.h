/* kthread(9), kproc(9): src/unknot/kernel/proc.py. */
#ifndef _SYS_KTHREAD_H_
#define _SYS_KTHREAD_H_

#include <sys/proc.h>
#include <sys/kernel.h>

#define RFSTOPPED (1 << 17)
#define RFHIGHPID (1 << 18)

int kthread_add(void (*func)(void *), void *arg, struct proc *p, struct thread **newtdp, int flags, int pages,
    const char *format, ...) __UNKNOT(kernel.proc, kthread_add_named);
int kproc_create(void (*func)(void *), void *arg, struct proc **newpp, int flags, int pages, const char *format, ...)
    __UNKNOT(kernel.proc, kproc_create_named);
int kproc_kthread_add(void (*func)(void *), void *arg, struct proc **procptr, struct thread **tdptr, int flags,
    int pages, const char *procname, const char *format, ...) __UNKNOT(kernel.proc, kproc_kthread_add_named);
void kthread_exit(void) __attribute__((__noreturn__)) __UNKNOT(kernel.proc, end_kthread);
void kproc_exit(int code) __attribute__((__noreturn__)) __UNKNOT(kernel.proc, end_kproc);

struct kproc_desc {
	const char *arg0;
	void (*func)(void);
	struct proc **global_procpp;
};
struct kthread_desc {
	const char *arg0;
	void (*func)(void);
	struct thread **global_threadpp;
};

void kproc_start(const void *desc) __UNKNOT(kernel.proc, kproc_start);
void kthread_start(const void *desc) __UNKNOT(kernel.proc, kthread_start);

#endif
