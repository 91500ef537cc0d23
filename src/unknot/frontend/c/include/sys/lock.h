/* lock(9): src/unknot/kernel/lock.py and witness.py. */
#ifndef _SYS_LOCK_H_
#define _SYS_LOCK_H_

#include <sys/_lock.h>
#include <sys/queue.h>

#define LA_UNLOCKED 0x00
#define LA_LOCKED 0x01
#define LA_SLOCKED 0x02
#define LA_XLOCKED 0x04
#define LA_RECURSED 0x08
#define LA_NOTRECURSED 0x10

#define WARN_GIANTOK 0x01
#define WARN_PANIC 0x02
#define WARN_SLEEPOK 0x04

#define LOCK_FILE __FILE__
#define LOCK_LINE __LINE__

void __unknot_witness_warn(int, const void *, const char *, ...) __UNKNOT(kernel.systm, witness_warn);

#define WITNESS_WARN(flags, lock, ...) __unknot_witness_warn((flags), (lock), __VA_ARGS__)
#define WITNESS_CHECK(...) ((void)0)
#define WITNESS_SAVE_DECL(n)
#define WITNESS_SAVE(lock, n) ((void)0)
#define WITNESS_RESTORE(lock, n) ((void)0)
#define WITNESS_NORELEASE(lock) ((void)0)
#define WITNESS_RELEASEOK(lock) ((void)0)

#endif
