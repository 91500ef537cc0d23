/* struct mtx: src/unknot/kernel/mutex.py. */
#ifndef _SYS__MUTEX_H_
#define _SYS__MUTEX_H_

#include <sys/_lock.h>

struct mtx {
	struct lock_object lock_object;
	u_int mtx_lock;
	u_int mtx_recurse;
};
#define mtx_padalign mtx

#endif
