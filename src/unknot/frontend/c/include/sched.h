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

int sched_yield(void) __UNKNOT(libc.pthread_thread, sched_yield);
int sched_get_priority_max(int policy) __UNKNOT(libc.pthread_thread, sched_get_priority_max);
int sched_get_priority_min(int policy) __UNKNOT(libc.pthread_thread, sched_get_priority_min);

#endif
