/* struct callout: src/unknot/kernel/callout.py. */
#ifndef _SYS__CALLOUT_H_
#define _SYS__CALLOUT_H_

#include <sys/_lock.h>

typedef void callout_func_t(void *);
typedef void timeout_t(void *);

struct callout {
	struct callout *c_next;
	struct lock_object *c_lock;
	_Bool (*c_take)(struct lock_object *, u_int);
	void (*c_give)(struct lock_object *, u_int);
	callout_func_t *c_func;
	void *c_arg;
	u_int c_flags;
	u_int c_site;
};

#endif
