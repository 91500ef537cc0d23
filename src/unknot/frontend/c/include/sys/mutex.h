/* mutex(9): src/unknot/kernel/mutex.py. */
#ifndef _SYS_MUTEX_H_
#define _SYS_MUTEX_H_

#include <sys/lock.h>
#include <sys/_mutex.h>
#include <sys/_sysinit.h>

#define MTX_DEF 0x00
#define MTX_SPIN 0x01
#define MTX_RECURSE 0x04
#define MTX_NOWITNESS 0x08
#define MTX_NOPROFILE 0x00
#define MTX_QUIET 0x10
#define MTX_NEW 0x40
#define MTX_DUPOK 0x80

#define MTX_NETWORK_LOCK "network driver"

#define MA_OWNED LA_XLOCKED
#define MA_NOTOWNED LA_UNLOCKED
#define MA_RECURSED LA_RECURSED
#define MA_NOTRECURSED LA_NOTRECURSED

void mtx_init(struct mtx *m, const char *name, const char *type, int opts) __UNKNOT(kernel.mutex, mtx_init);
void mtx_destroy(struct mtx *m) __UNKNOT(kernel.mutex, mtx_destroy);
void mtx_lock(struct mtx *m) __UNKNOT(kernel.mutex, mtx_lock);
void mtx_lock_flags(struct mtx *m, int opts) __UNKNOT(kernel.mutex, mtx_lock_flags);
_Bool mtx_trylock(struct mtx *m) __UNKNOT(kernel.mutex, mtx_trylock);
void mtx_unlock(struct mtx *m) __UNKNOT(kernel.mutex, mtx_unlock);
void mtx_lock_spin(struct mtx *m) __UNKNOT(kernel.mutex, mtx_lock_spin);
_Bool mtx_trylock_spin(struct mtx *m) __UNKNOT(kernel.mutex, mtx_trylock_spin);
void mtx_unlock_spin(struct mtx *m) __UNKNOT(kernel.mutex, mtx_unlock_spin);
_Bool mtx_owned(struct mtx *m) __UNKNOT(kernel.mutex, mtx_owned);
_Bool mtx_recursed(struct mtx *m) __UNKNOT(kernel.mutex, mtx_recursed);
_Bool mtx_initialized(struct mtx *m) __UNKNOT(kernel.mutex, mtx_initialized);
const char *mtx_name(struct mtx *m) __UNKNOT(kernel.mutex, mtx_name);
void mtx_assert(struct mtx *m, int what) __UNKNOT(kernel.mutex, mtx_assert);

#define mtx_trylock_flags(m, opts) mtx_trylock(m)
#define mtx_trylock_spin_flags(m, opts) mtx_trylock_spin(m)
#define mtx_unlock_flags(m, opts) mtx_unlock(m)
#define mtx_lock_spin_flags(m, opts) mtx_lock_spin(m)
#define mtx_unlock_spin_flags(m, opts) mtx_unlock_spin(m)

/* Giant is not there: code that needs it is refused where it names it. */
#define DROP_GIANT() do {
#define PICKUP_GIANT() } while (0)
#define PARTIAL_PICKUP_GIANT() ((void)0)
#define GIANT_REQUIRED ((void)0)

#define MTX_SYSINIT(name, m, desc, opts)                                                  \
	static void __attribute__((constructor(__UNKNOT_SYSINIT(0, 0)))) name##_mtx_sysinit(void) \
	{                                                                                 \
		mtx_init((m), (desc), 0, (opts));                                         \
	}                                                                                 \
	_Static_assert(1, "")

#endif
