/* Times, of which none is measured: src/unknot/libc/time.py */
#ifndef _SYS_TIME_H_
#define _SYS_TIME_H_

#include <unknot.h>
#include <bits/timespec.h>

struct timeval {
	time_t tv_sec;
	long tv_usec;
};

struct timezone {
	int tz_minuteswest;
	int tz_dsttime;
};

struct bintime {
	time_t sec;
	unsigned long frac;
};

#ifdef _KERNEL
#include <sys/_ktime.h>
#else
int gettimeofday(struct timeval *__restrict, void *__restrict) __UNKNOT(libc.time, gettimeofday);
#endif

#endif
