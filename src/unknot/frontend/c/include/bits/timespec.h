/* Times, of which none is measured. */
#ifndef _UNKNOT_BITS_TIMESPEC_H_
#define _UNKNOT_BITS_TIMESPEC_H_

typedef long time_t;
typedef int clockid_t;

struct timespec {
	time_t tv_sec;
	long tv_nsec;
};

#endif
