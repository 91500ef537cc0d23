/* Hints to the processor: src/unknot/kernel/systm.py. */
#ifndef _MACHINE_CPUFUNC_H_
#define _MACHINE_CPUFUNC_H_

#include <sys/_kernel.h>

void cpu_spinwait(void) __UNKNOT(kernel.systm, cpu_spinwait);

#define cpu_lock_delay() cpu_spinwait()
#define ia32_pause() cpu_spinwait()
#define prefetch(p) ((void)(p))
#define breakpoint() ((void)0)

#endif
