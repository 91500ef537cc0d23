/* rmlock(9): src/unknot/kernel/rmlock.py. */
#ifndef _SYS_RMLOCK_H_
#define _SYS_RMLOCK_H_

#include <sys/lock.h>
#include <sys/_rmlock.h>
#include <sys/_sysinit.h>

#define RM_NOWITNESS 0x01
#define RM_RECURSE 0x02
#define RM_SLEEPABLE 0x04
#define RM_NEW 0x08
#define RM_DUPOK 0x10

#ifndef RA_LOCKED
#define RA_LOCKED LA_LOCKED
#define RA_RLOCKED LA_SLOCKED
#define RA_WLOCKED LA_XLOCKED
#define RA_UNLOCKED LA_UNLOCKED
#define RA_RECURSED LA_RECURSED
#define RA_NOTRECURSED LA_NOTRECURSED
#endif

void rm_init(struct rmlock *rm, const char *name) __UNKNOT(kernel.rmlock, rm_init);
void rm_init_flags(struct rmlock *rm, const char *name, int opts) __UNKNOT(kernel.rmlock, rm_init_flags);
void rm_destroy(struct rmlock *rm) __UNKNOT(kernel.rmlock, rm_destroy);
/* A tracker in C has no value before: who reads starts it. */
void rm_rlock(struct rmlock *rm, struct rm_priotracker *tracker) __UNKNOT(kernel.rmlock, rm_rlock_new);
_Bool rm_try_rlock(struct rmlock *rm, struct rm_priotracker *tracker) __UNKNOT(kernel.rmlock, rm_try_rlock_new);
void rm_runlock(struct rmlock *rm, struct rm_priotracker *tracker) __UNKNOT(kernel.rmlock, rm_runlock);
void rm_wlock(struct rmlock *rm) __UNKNOT(kernel.rmlock, rm_wlock);
void rm_wunlock(struct rmlock *rm) __UNKNOT(kernel.rmlock, rm_wunlock);
_Bool rm_wowned(struct rmlock *rm) __UNKNOT(kernel.rmlock, rm_wowned);
void rm_assert(struct rmlock *rm, int what) __UNKNOT(kernel.rmlock, rm_assert);
int rm_sleep(const void *chan, struct rmlock *rm, int priority, const char *wmesg, long timo)
    __UNKNOT(kernel.sleepqueue, rm_sleep);

#define RM_SYSINIT_FLAGS(name, rm, desc, flags)                                          \
	static void __attribute__((constructor(__UNKNOT_SYSINIT(0, 0)))) name##_rm_sysinit(void) \
	{                                                                                \
		rm_init_flags((rm), (desc), (flags));                                    \
	}                                                                                \
	_Static_assert(1, "")
#define RM_SYSINIT(name, rm, desc) RM_SYSINIT_FLAGS(name, rm, desc, 0)

#endif
