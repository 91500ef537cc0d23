/* Time does not pass: every clock says the same for ever, and who sleeps goes on at any moment.
 * src/unknot/libc/time.py */
#ifndef _UNKNOT_TIME_H_
#define _UNKNOT_TIME_H_

#include <stddef.h>
#include <unknot.h>
#include <bits/timespec.h>

typedef long clock_t;

#define CLOCKS_PER_SEC ((clock_t)1000000)
#define CLOCK_REALTIME 0
#define CLOCK_MONOTONIC 1
#define CLOCK_PROCESS_CPUTIME_ID 2
#define CLOCK_THREAD_CPUTIME_ID 3
#define CLOCK_MONOTONIC_RAW 4
#define CLOCK_REALTIME_COARSE 5
#define CLOCK_MONOTONIC_COARSE 6
#define CLOCK_BOOTTIME 7
#define TIMER_ABSTIME 1
#ifndef TIME_UTC
#define TIME_UTC 1
#endif

time_t time(time_t *) __UNKNOT(libc.time, time);
clock_t clock(void) __UNKNOT(libc.time, clock);
double difftime(time_t, time_t) __UNKNOT(libc.time, difftime);
int clock_gettime(clockid_t, struct timespec *) __UNKNOT(libc.time, clock_gettime);
int clock_getres(clockid_t, struct timespec *) __UNKNOT(libc.time, clock_getres);
int timespec_get(struct timespec *, int) __UNKNOT(libc.time, timespec_get);
int nanosleep(const struct timespec *, struct timespec *) __UNKNOT(libc.time, nanosleep);
int clock_nanosleep(clockid_t, int, const struct timespec *, struct timespec *) __UNKNOT(libc.time, clock_nanosleep);

#endif
