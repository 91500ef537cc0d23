/* struct thread and struct proc, as far as locks and sleepers need them: src/unknot/kernel/proc.py. */
#ifndef _SYS__THREAD_H_
#define _SYS__THREAD_H_

#include <sys/_mutex.h>

struct thread;

struct proc {
	struct mtx p_mtx;
	struct thread *p_singlethread;
	int p_pid;
	int p_flag;
	const char *p_comm;
};

struct thread {
	struct proc *td_proc;
	void *td_ucred;
	const char *td_name;
	long td_retval[2];
	int td_tid;
	int td_flags;
	int td_pflags;
	int td_errno;
};

#endif
