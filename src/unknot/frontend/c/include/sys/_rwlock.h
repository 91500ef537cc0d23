/* struct rwlock: src/unknot/kernel/rwlock.py. */
#ifndef _SYS__RWLOCK_H_
#define _SYS__RWLOCK_H_

#include <sys/_holders.h>

struct rwlock {
	struct lock_object lock_object;
	struct holders rw_lock;
};
#define rwlock_padalign rwlock

#endif
