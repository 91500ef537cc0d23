/* callout(9): src/unknot/kernel/callout.py. */
#ifndef _SYS_CALLOUT_H_
#define _SYS_CALLOUT_H_

#include <sys/_callout.h>
#include <sys/time.h>
#include <sys/_ktime.h>

struct mtx;
struct rwlock;
struct rmlock;

#define CALLOUT_LOCAL_ALLOC 0x0001
#define CALLOUT_ACTIVE 0x0002
#define CALLOUT_PENDING 0x0004
#define CALLOUT_MPSAFE 0x0008
#define CALLOUT_RETURNUNLOCKED 0x0010
#define CALLOUT_SHAREDLOCK 0x0020
#define CALLOUT_TRYLOCK 0

#define C_DIRECT_EXEC 0x0001
#define C_PRELBITS 7
#define C_PRELRANGE ((1 << C_PRELBITS) - 1)
#define C_PREL(x) (((x) + 1) << 1)
#define C_HARDCLOCK 0x0100
#define C_ABSOLUTE 0x0200
#define C_PRECALC 0x0400
#define C_CATCH 0x0800

void callout_init(struct callout *c, int mpsafe) __UNKNOT(kernel.callout, callout_init);
void callout_init_mtx(struct callout *c, struct mtx *lock, int flags) __UNKNOT(kernel.callout, callout_init_mtx);
void callout_init_rw(struct callout *c, struct rwlock *lock, int flags) __UNKNOT(kernel.callout, callout_init_rw);
void callout_init_rm(struct callout *c, struct rmlock *lock, int flags) __UNKNOT(kernel.callout, callout_init_rm);
int callout_reset(struct callout *c, long ticks, callout_func_t *func, void *arg)
    __UNKNOT(kernel.callout, callout_reset);
int callout_reset_on(struct callout *c, long ticks, callout_func_t *func, void *arg, int cpu)
    __UNKNOT(kernel.callout, callout_reset_on);
int callout_reset_sbt(struct callout *c, int64_t sbt, int64_t pr, callout_func_t *func, void *arg, int flags)
    __UNKNOT(kernel.callout, callout_reset_sbt);
int callout_reset_sbt_on(struct callout *c, int64_t sbt, int64_t pr, callout_func_t *func, void *arg, int cpu,
    int flags) __UNKNOT(kernel.callout, callout_reset_sbt_on);
int callout_schedule(struct callout *c, long ticks) __UNKNOT(kernel.callout, callout_schedule);
int callout_stop(struct callout *c) __UNKNOT(kernel.callout, callout_stop);
int callout_drain(struct callout *c) __UNKNOT(kernel.callout, callout_drain);
_Bool callout_pending(struct callout *c) __UNKNOT(kernel.callout, callout_pending);
_Bool callout_active(struct callout *c) __UNKNOT(kernel.callout, callout_active);
void callout_deactivate(struct callout *c) __UNKNOT(kernel.callout, callout_deactivate);

#define callout_reset_curcpu(c, ticks, func, arg) callout_reset((c), (ticks), (func), (arg))
#define callout_reset_sbt_curcpu(c, sbt, pr, func, arg, flags) \
	callout_reset_sbt((c), (sbt), (pr), (func), (arg), (flags))
#define callout_schedule_on(c, ticks, cpu) callout_schedule((c), (ticks))
#define callout_schedule_curcpu(c, ticks) callout_schedule((c), (ticks))
#define callout_schedule_sbt_on(c, sbt, pr, cpu, flags) callout_schedule((c), (sbt))
#define callout_schedule_sbt_curcpu(c, sbt, pr, flags) callout_schedule((c), (sbt))
#define callout_schedule_sbt(c, sbt, pr, flags) callout_schedule((c), (sbt))

#endif
