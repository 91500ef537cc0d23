/* struct rmlock: src/unknot/kernel/rmlock.py. */
#ifndef _SYS__RMLOCK_H_
#define _SYS__RMLOCK_H_

#include <sys/_holders.h>

struct rmlock {
	struct lock_object lock_object;
	struct holders rm_lock;
};

struct rm_priotracker {
	struct rmlock *rmp_rmlock;
};

#endif
