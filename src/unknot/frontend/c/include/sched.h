/* Scheduling: every order is tried, so priorities say nothing. src/unknot/libc/pthread_thread.py, sched.py */
#ifndef _UNKNOT_SCHED_H_
#define _UNKNOT_SCHED_H_

#include <stddef.h>
#include <unknot.h>
#include <time.h>

#define SCHED_OTHER 0
#define SCHED_FIFO 1
#define SCHED_RR 2
#define SCHED_BATCH 3
#define SCHED_IDLE 5

struct sched_param {
	int sched_priority;
};

typedef struct {
	unsigned long __bits[16];
} cpu_set_t;

#define CPU_SETSIZE 1024
#define CPU_ZERO(set) ((void)(*(set) = (cpu_set_t) { { 0 } }))
#define CPU_SET(cpu, set) ((void)((set)->__bits[(cpu) / 64] |= 1ul << (cpu) % 64))
#define CPU_CLR(cpu, set) ((void)((set)->__bits[(cpu) / 64] &= ~(1ul << (cpu) % 64)))
#define CPU_ISSET(cpu, set) (((set)->__bits[(cpu) / 64] >> (cpu) % 64 & 1) != 0)

/* Which processors a thread runs on says nothing. */
static __inline int
sched_setaffinity(int __process, size_t __size, const cpu_set_t *__set)
{
	(void)__process;
	(void)__size;
	(void)__set;
	return (0);
}

int sched_yield(void) __UNKNOT(libc.pthread_thread, sched_yield);
int sched_get_priority_max(int policy) __UNKNOT(libc.pthread_thread, sched_get_priority_max);
int sched_get_priority_min(int policy) __UNKNOT(libc.pthread_thread, sched_get_priority_min);

#endif
