/* SYSINIT: what is made before main, in the order of subsystems. As constructors, so the numbers are our own. */
#ifndef _SYS_KERNEL_H_
#define _SYS_KERNEL_H_

#include <sys/_kernel.h>
#include <sys/_sysinit.h>
#include <sys/types.h>
#include <sys/queue.h>
#include <sys/linker_set.h>

#include <sys/_hz.h>
int tick __attribute__((__weak__)) = 1000;

enum sysinit_sub_id {
	SI_SUB_DUMMY,
	SI_SUB_TUNABLES,
	SI_SUB_COPYRIGHT,
	SI_SUB_VM,
	SI_SUB_KMEM,
	SI_SUB_WITNESS,
	SI_SUB_LOCK,
	SI_SUB_EVENTHANDLER,
	SI_SUB_VNET_PRELINK,
	SI_SUB_KLD,
	SI_SUB_CPU,
	SI_SUB_RANDOM,
	SI_SUB_MAC,
	SI_SUB_INTRINSIC,
	SI_SUB_RUN_QUEUE,
	SI_SUB_KTRACE,
	SI_SUB_AUDIT,
	SI_SUB_CREATE_INIT,
	SI_SUB_SCHED_IDLE,
	SI_SUB_MBUF,
	SI_SUB_INTR,
	SI_SUB_TASKQ,
	SI_SUB_EPOCH,
	SI_SUB_SMP,
	SI_SUB_SOFTINTR,
	SI_SUB_DEVFS,
	SI_SUB_INIT_IF,
	SI_SUB_NETGRAPH,
	SI_SUB_DTRACE,
	SI_SUB_DRIVERS,
	SI_SUB_CONFIGURE,
	SI_SUB_VFS,
	SI_SUB_CLOCKS,
	SI_SUB_SYSV_SHM,
	SI_SUB_P1003_1B,
	SI_SUB_PSEUDO,
	SI_SUB_EXEC,
	SI_SUB_PROTO_BEGIN,
	SI_SUB_PROTO_PFIL,
	SI_SUB_PROTO_IF,
	SI_SUB_PROTO_DOMAIN,
	SI_SUB_PROTO_MC,
	SI_SUB_PROTO_END,
	SI_SUB_KPROF,
	SI_SUB_KICK_SCHEDULER,
	SI_SUB_ROOT_CONF,
	SI_SUB_SYSCALLS,
	SI_SUB_INTR_CONFIG_HOOKS,
	SI_SUB_CPUFREQ,
	SI_SUB_KTHREAD_INIT,
	SI_SUB_KTHREAD_PAGE,
	SI_SUB_KTHREAD_VM,
	SI_SUB_KTHREAD_BUF,
	SI_SUB_KTHREAD_UPDATE,
	SI_SUB_KTHREAD_IDLE,
	SI_SUB_RACCTD,
	SI_SUB_LAST
};

enum sysinit_elem_order {
	SI_ORDER_FIRST = 0,
	SI_ORDER_SECOND = 1,
	SI_ORDER_THIRD = 2,
	SI_ORDER_FOURTH = 3,
	SI_ORDER_FIFTH = 4,
	SI_ORDER_SIXTH = 5,
	SI_ORDER_SEVENTH = 6,
	SI_ORDER_EIGHTH = 7,
	SI_ORDER_MIDDLE = 0x80,
	SI_ORDER_ANY = 0xFF
};

typedef void (*sysinit_nfunc_t)(void *);
typedef void (*sysinit_cfunc_t)(const void *);

/* A function that takes nothing, or one that takes `ident`. */
#define __UNKNOT_TAKES_NOTHING(func)                                    \
	(__builtin_types_compatible_p(__typeof__(func), void(void)) ||  \
	    __builtin_types_compatible_p(__typeof__(func), void (*)(void)))
#define C_SYSINIT(name, subsystem, order, func, ident)                                                    \
	static void __attribute__((constructor(__UNKNOT_SYSINIT(subsystem, order)))) name##_sysinit(void) \
	{                                                                                                 \
		__builtin_choose_expr(__UNKNOT_TAKES_NOTHING(func), ((void (*)(void))(func))(),           \
		    ((void (*)(void *))(func))((void *)(ident)));                                         \
	}                                                                                                 \
	_Static_assert(1, "")
#define SYSINIT(name, subsystem, order, func, ident) C_SYSINIT(name, subsystem, order, func, ident)
#define VNET_SYSINIT(name, subsystem, order, func, ident) C_SYSINIT(name, subsystem, order, func, ident)
/* A kernel is not unloaded. */
#define SYSUNINIT(name, subsystem, order, func, ident) _Static_assert(1, "")
#define VNET_SYSUNINIT(name, subsystem, order, func, ident) _Static_assert(1, "")

#define TUNABLE_INT(path, variable) _Static_assert(1, "")
#define TUNABLE_LONG(path, variable) _Static_assert(1, "")
#define TUNABLE_STR(path, variable, size) _Static_assert(1, "")
#define TUNABLE_ULONG(path, variable) _Static_assert(1, "")
#define TUNABLE_BOOL(path, variable) _Static_assert(1, "")
#define TUNABLE_LONG_FETCH(path, variable) 0
#define TUNABLE_ULONG_FETCH(path, variable) 0
#define TUNABLE_BOOL_FETCH(path, variable) 0
#define TUNABLE_INT_FETCH(path, variable) 0
#define TUNABLE_STR_FETCH(path, variable, size) 0

#endif
