/* refcount(9): src/unknot/kernel/refcount.py. */
#ifndef _SYS_REFCOUNT_H_
#define _SYS_REFCOUNT_H_

#include <sys/_kernel.h>
#include <sys/types.h>
#include <machine/atomic.h>

#define REFCOUNT_SATURATED(count) (((count) & (1U << 31)) != 0)
#define REFCOUNT_SATURATION_VALUE (3U << 30)

void refcount_init(volatile u_int *count, u_int value) __UNKNOT(kernel.refcount, refcount_init);
u_int refcount_load(volatile u_int *count) __UNKNOT(kernel.refcount, refcount_load);
u_int refcount_acquire(volatile u_int *count) __UNKNOT(kernel.refcount, refcount_acquire);
u_int refcount_acquiren(volatile u_int *count, u_int n) __UNKNOT(kernel.refcount, refcount_acquiren);
_Bool refcount_acquire_checked(volatile u_int *count) __UNKNOT(kernel.refcount, refcount_acquire_checked);
_Bool refcount_acquire_if_gt(volatile u_int *count, u_int n) __UNKNOT(kernel.refcount, refcount_acquire_if_gt);
_Bool refcount_acquire_if_not_zero(volatile u_int *count) __UNKNOT(kernel.refcount, refcount_acquire_if_not_zero);
_Bool refcount_release(volatile u_int *count) __UNKNOT(kernel.refcount, refcount_release);
_Bool refcount_releasen(volatile u_int *count, u_int n) __UNKNOT(kernel.refcount, refcount_releasen);
_Bool refcount_release_if_last(volatile u_int *count) __UNKNOT(kernel.refcount, refcount_release_if_last);
_Bool refcount_release_if_not_last(volatile u_int *count) __UNKNOT(kernel.refcount, refcount_release_if_not_last);

#endif
