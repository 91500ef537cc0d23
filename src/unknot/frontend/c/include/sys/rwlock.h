/* rwlock(9): src/unknot/kernel/rwlock.py. */
#ifndef _SYS_RWLOCK_H_
#define _SYS_RWLOCK_H_

#include <sys/lock.h>
#include <sys/_rwlock.h>
#include <sys/_sysinit.h>

#define RW_DUPOK 0x01
#define RW_NOPROFILE 0x00
#define RW_NOWITNESS 0x04
#define RW_QUIET 0x08
#define RW_RECURSE 0x10
#define RW_NEW 0x20

#define RA_LOCKED LA_LOCKED
#define RA_RLOCKED LA_SLOCKED
#define RA_WLOCKED LA_XLOCKED
#define RA_UNLOCKED LA_UNLOCKED
#define RA_RECURSED LA_RECURSED
#define RA_NOTRECURSED LA_NOTRECURSED

void rw_init(struct rwlock *rw, const char *name) __UNKNOT(kernel.rwlock, rw_init);
void rw_init_flags(struct rwlock *rw, const char *name, int opts) __UNKNOT(kernel.rwlock, rw_init_flags);
void rw_destroy(struct rwlock *rw) __UNKNOT(kernel.rwlock, rw_destroy);
_Bool rw_initialized(struct rwlock *rw) __UNKNOT(kernel.rwlock, rw_initialized);
void rw_rlock(struct rwlock *rw) __UNKNOT(kernel.rwlock, rw_rlock);
_Bool rw_try_rlock(struct rwlock *rw) __UNKNOT(kernel.rwlock, rw_try_rlock);
void rw_runlock(struct rwlock *rw) __UNKNOT(kernel.rwlock, rw_runlock);
void rw_wlock(struct rwlock *rw) __UNKNOT(kernel.rwlock, rw_wlock);
_Bool rw_try_wlock(struct rwlock *rw) __UNKNOT(kernel.rwlock, rw_try_wlock);
void rw_wunlock(struct rwlock *rw) __UNKNOT(kernel.rwlock, rw_wunlock);
void rw_unlock(struct rwlock *rw) __UNKNOT(kernel.rwlock, rw_unlock);
_Bool rw_try_upgrade(struct rwlock *rw) __UNKNOT(kernel.rwlock, rw_try_upgrade);
void rw_downgrade(struct rwlock *rw) __UNKNOT(kernel.rwlock, rw_downgrade);
_Bool rw_wowned(struct rwlock *rw) __UNKNOT(kernel.rwlock, rw_wowned);
void rw_assert(struct rwlock *rw, int what) __UNKNOT(kernel.rwlock, rw_assert);
int rw_sleep(const void *chan, struct rwlock *rw, int priority, const char *wmesg, long timo)
    __UNKNOT(kernel.sleepqueue, rw_sleep);

#define RW_SYSINIT_FLAGS(name, rw, desc, flags)                                          \
	static void __attribute__((constructor(__UNKNOT_SYSINIT(0, 0)))) name##_rw_sysinit(void) \
	{                                                                                \
		rw_init_flags((rw), (desc), (flags));                                    \
	}                                                                                \
	_Static_assert(1, "")
#define RW_SYSINIT(name, rw, desc) RW_SYSINIT_FLAGS(name, rw, desc, 0)

#endif
