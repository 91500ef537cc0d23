/* The scheduler: every schedule is tried, so pinning and priorities change nothing. */
#ifndef _SYS_SCHED_H_
#define _SYS_SCHED_H_

#include <sys/_kernel.h>
#include <machine/cpufunc.h>

#define sched_pin() ((void)0)
#define sched_unpin() ((void)0)
#define sched_bind(td, cpu) ((void)0)
#define sched_unbind(td) ((void)0)
#define sched_is_bound(td) 0
#define sched_prio(td, priority) ((void)0)
#define sched_relinquish(td) cpu_spinwait()
#define kern_yield(priority) cpu_spinwait()
#define maybe_yield() ((void)0)
#define should_yield() 0
#define mi_switch(flags) cpu_spinwait()
#define PRI_USER (-2)
#define PRI_UNCHANGED (-1)

#endif
