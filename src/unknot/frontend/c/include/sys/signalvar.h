/* Signals, as far as sleepers see them: src/unknot/kernel/proc.py. */
#ifndef _SYS_SIGNALVAR_H_
#define _SYS_SIGNALVAR_H_

#include <sys/proc.h>

#ifndef SIGINT
#define SIGINT 2
#define SIGKILL 9
#define SIGIO 23
#endif

void tdsignal(struct thread *td, int sig) __UNKNOT(kernel.proc, signal_thread);
void kern_psignal(struct proc *p, int sig) __UNKNOT(kernel.proc, signal_proc);
void postsig(int sig) __UNKNOT(kernel.proc, take_signal);

#endif
