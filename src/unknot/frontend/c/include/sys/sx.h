/* sx(9): src/unknot/kernel/sx.py. */
#ifndef _SYS_SX_H_
#define _SYS_SX_H_

#include <sys/lock.h>
#include <sys/_sx.h>
#include <sys/_sysinit.h>

struct thread;

#define SX_DUPOK 0x01
#define SX_NOPROFILE 0x00
#define SX_NOWITNESS 0x04
#define SX_QUIET 0x08
#define SX_NOADAPTIVE 0x00
#define SX_RECURSE 0x20
#define SX_NEW 0x40

#define SA_LOCKED LA_LOCKED
#define SA_SLOCKED LA_SLOCKED
#define SA_XLOCKED LA_XLOCKED
#define SA_UNLOCKED LA_UNLOCKED
#define SA_RECURSED LA_RECURSED
#define SA_NOTRECURSED LA_NOTRECURSED
#define SX_LOCKED LA_LOCKED
#define SX_SLOCKED LA_SLOCKED
#define SX_XLOCKED LA_XLOCKED
#define SX_UNLOCKED LA_UNLOCKED

void sx_init(struct sx *s, const char *name) __UNKNOT(kernel.sx, sx_init);
void sx_init_flags(struct sx *s, const char *name, int opts) __UNKNOT(kernel.sx, sx_init_flags);
void sx_destroy(struct sx *s) __UNKNOT(kernel.sx, sx_destroy);
void sx_slock(struct sx *s) __UNKNOT(kernel.sx, sx_slock);
int sx_slock_sig(struct sx *s) __UNKNOT(kernel.sx, sx_slock_sig);
_Bool sx_try_slock(struct sx *s) __UNKNOT(kernel.sx, sx_try_slock);
void sx_sunlock(struct sx *s) __UNKNOT(kernel.sx, sx_sunlock);
void sx_xlock(struct sx *s) __UNKNOT(kernel.sx, sx_xlock);
int sx_xlock_sig(struct sx *s) __UNKNOT(kernel.sx, sx_xlock_sig);
_Bool sx_try_xlock(struct sx *s) __UNKNOT(kernel.sx, sx_try_xlock);
void sx_xunlock(struct sx *s) __UNKNOT(kernel.sx, sx_xunlock);
void sx_unlock(struct sx *s) __UNKNOT(kernel.sx, sx_unlock);
_Bool sx_try_upgrade(struct sx *s) __UNKNOT(kernel.sx, sx_try_upgrade);
void sx_downgrade(struct sx *s) __UNKNOT(kernel.sx, sx_downgrade);
struct thread *sx_xholder(struct sx *s) __UNKNOT(kernel.proc, sx_holder);
_Bool sx_xlocked(struct sx *s) __UNKNOT(kernel.sx, sx_xlocked);
void sx_assert(struct sx *s, int what) __UNKNOT(kernel.sx, sx_assert);
int sx_sleep(const void *chan, struct sx *s, int priority, const char *wmesg, long timo)
    __UNKNOT(kernel.sleepqueue, sx_sleep);

#define SX_SYSINIT_FLAGS(name, s, desc, flags)                                           \
	static void __attribute__((constructor(__UNKNOT_SYSINIT(0, 0)))) name##_sx_sysinit(void) \
	{                                                                                \
		sx_init_flags((s), (desc), (flags));                                     \
	}                                                                                \
	_Static_assert(1, "")
#define SX_SYSINIT(name, s, desc) SX_SYSINIT_FLAGS(name, s, desc, 0)

#endif
