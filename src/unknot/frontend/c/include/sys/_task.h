/* struct task: src/unknot/kernel/taskqueue.py. */
#ifndef _SYS__TASK_H_
#define _SYS__TASK_H_

#include <sys/_lock.h>

typedef void task_fn_t(void *context, int pending);

struct task {
	struct task *ta_link;
	u_int ta_pending;
	u_int ta_priority;
	task_fn_t *ta_func;
	void *ta_context;
};

#endif
