/* Priorities of threads, and what msleep's may say besides. */
#ifndef _SYS_PRIORITY_H_
#define _SYS_PRIORITY_H_

#define PRI_MIN 0
#define PRI_MAX 255
#define PRI_ITHD 1
#define PRI_REALTIME 2
#define PRI_TIMESHARE 3
#define PRI_IDLE 4
#define PI_REALTIME 0
#define PI_INTR 4
#define PI_AV PI_INTR
#define PI_NET PI_INTR
#define PI_DISK PI_INTR
#define PI_TTY PI_INTR
#define PI_DULL PI_INTR
#define PI_SOFT 16
#define PI_SWI(x) (PI_SOFT + (x))
#define PRI_MIN_KERN 80
#define PSWP 80
#define PVM 84
#define PINOD 88
#define PRIBIO 92
#define PVFS 96
#define PZERO 100
#define PSOCK 104
#define PWAIT 108
#define PCONFIG 108
#define PLOCK 112
#define PPAUSE 116
#define PUSER 120
#define PRI_MIN_TIMESHARE 120
#define PRI_MAX_TIMESHARE 223

#endif
