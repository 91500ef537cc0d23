/* systm(9): assertions, sleeping and waking, critical sections, the kernel's small C library. */
#ifndef _SYS_SYSTM_H_
#define _SYS_SYSTM_H_

#include <sys/_kernel.h>
#include <sys/cdefs.h>
#include <sys/types.h>
#include <sys/errno.h>
#include <sys/kassert.h>
#include <sys/libkern.h>
#include <sys/priority.h>
#include <machine/atomic.h>
#include <machine/cpufunc.h>
#include <stdarg.h>

struct lock_object;
struct mtx;
struct proc;
struct thread;
struct ucred;
struct uio;

#include <sys/_hz.h>
int cold __attribute__((__weak__)) = 0;
int bootverbose __attribute__((__weak__)) = 0;

#define KERNEL_PANICKED() 0
#define panicstr ((const char *)0)
#define SCHEDULER_STOPPED() 0
#define dumping 0

/* -- sleeping and waking: src/unknot/kernel/sleepqueue.py ---------------------------------------------------------- */

int mtx_sleep(const void *chan, struct mtx *m, int priority, const char *wmesg, long timo)
    __UNKNOT(kernel.sleepqueue, mtx_sleep);
int msleep(const void *chan, struct mtx *m, int priority, const char *wmesg, long timo)
    __UNKNOT(kernel.sleepqueue, msleep);
int msleep_sbt(const void *chan, struct mtx *m, int priority, const char *wmesg, int64_t sbt, int64_t pr, int flags)
    __UNKNOT(kernel.sleepqueue, msleep_sbt);
int msleep_spin(const void *chan, struct mtx *m, const char *wmesg, long timo)
    __UNKNOT(kernel.sleepqueue, msleep_spin);
int tsleep(const void *chan, int priority, const char *wmesg, long timo) __UNKNOT(kernel.sleepqueue, tsleep);
int pause(const char *wmesg, long timo) __UNKNOT(kernel.sleepqueue, pause);
int pause_sig(const char *wmesg, long timo) __UNKNOT(kernel.sleepqueue, pause_sig);
int pause_sbt(const char *wmesg, int64_t sbt, int64_t pr, int flags) __UNKNOT(kernel.sleepqueue, pause_sbt);
void wakeup(const void *chan) __UNKNOT(kernel.sleepqueue, wakeup);
void wakeup_one(const void *chan) __UNKNOT(kernel.sleepqueue, wakeup_one);
void wakeup_any(const void *chan) __UNKNOT(kernel.sleepqueue, wakeup_any);

#define tsleep_sbt(chan, priority, wmesg, sbt, pr, flags) tsleep((chan), (priority), (wmesg), (sbt))
#define msleep_spin_sbt(chan, m, wmesg, sbt, pr, flags) msleep_spin((chan), (m), (wmesg), (sbt))

/* -- what a thread must not do: src/unknot/kernel/thread.py -------------------------------------------------------- */

void critical_enter(void) __UNKNOT(kernel.thread, critical_enter);
void critical_exit(void) __UNKNOT(kernel.thread, critical_exit);
void spinlock_enter(void) __UNKNOT(kernel.thread, critical_enter);
void spinlock_exit(void) __UNKNOT(kernel.thread, critical_exit);
void userret_checks(void) __UNKNOT(kernel.systm, userret);
void __unknot_no_sleeping(void) __UNKNOT(kernel.thread, THREAD_NO_SLEEPING);
void __unknot_sleeping_ok(void) __UNKNOT(kernel.thread, THREAD_SLEEPING_OK);
_Bool __unknot_can_sleep(void) __UNKNOT(kernel.thread, THREAD_CAN_SLEEP);
#define THREAD_NO_SLEEPING() __unknot_no_sleeping()
#define THREAD_SLEEPING_OK() __unknot_sleeping_ok()
#define THREAD_CAN_SLEEP() __unknot_can_sleep()

#define splhigh() 0
#define splnet() 0
#define splbio() 0
#define splvm() 0
#define splclock() 0
#define splsoftclock() 0
#define splx(s) ((void)(s))

/* -- user memory: src/unknot/kernel/systm.py ----------------------------------------------------------------------- */

int copyin(const void *from, void *to, size_t size) __UNKNOT(kernel.systm, copyin);
int copyout(const void *from, void *to, size_t size) __UNKNOT(kernel.systm, copyout);
#define copyin_nofault(from, to, size) (memcpy((to), (from), (size)), 0)
#define copyout_nofault(from, to, size) (memcpy((to), (from), (size)), 0)

/* -- text ---------------------------------------------------------------------------------------------------------- */

int printf(const char *format, ...) __UNKNOT(libc.stdio, printf);
int vprintf(const char *format, __builtin_va_list ap) __UNKNOT(libc.stdio, vprintf);
int sprintf(char *to, const char *format, ...) __UNKNOT(libc.stdio, sprintf);
int snprintf(char *to, size_t size, const char *format, ...) __UNKNOT(libc.stdio, snprintf);
int vsprintf(char *to, const char *format, __builtin_va_list ap) __UNKNOT(libc.stdio, vsprintf);
int vsnprintf(char *to, size_t size, const char *format, __builtin_va_list ap) __UNKNOT(libc.stdio, vsnprintf);
void log(int level, const char *format, ...) __UNKNOT(libc.panic, log);
#define uprintf printf

/* -- tables of lists: src/unknot/kernel/systm.py ------------------------------------------------------------------- */

struct malloc_type;
void *hashinit(int elements, struct malloc_type *type, u_long *mask) __UNKNOT(kernel.systm, hashinit);
void hashdestroy(void *table, struct malloc_type *type, u_long mask) __UNKNOT(kernel.systm, hashdestroy);
#define hashinit_flags(elements, type, mask, flags) hashinit((elements), (type), (mask))
#define HASH_NOWAIT 0x00000001
#define HASH_WAITOK 0x00000002

/* -- waiting without sleeping -------------------------------------------------------------------------------------- */

#define DELAY(microseconds) cpu_spinwait()

#endif
