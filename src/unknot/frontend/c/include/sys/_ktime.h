/* The kernel's time, which does not pass here: what waits for it may go on at any moment. */
#ifndef _SYS__KTIME_H_
#define _SYS__KTIME_H_

#include <sys/_kernel.h>
#include <sys/types.h>

#define SBT_1S ((int64_t)1 << 32)
#define SBT_1M (SBT_1S * 60)
#define SBT_1MS (SBT_1S / 1000)
#define SBT_1US (SBT_1S / 1000000)
#define SBT_1NS (SBT_1S / 1000000000)
#define SBT_MAX 0x7fffffffffffffffLL

int64_t time_uptime __attribute__((__weak__)) = 1;
int64_t time_second __attribute__((__weak__)) = 1;
int64_t tick_sbt __attribute__((__weak__)) = (int64_t)1 << 22;

#define sbinuptime() ((int64_t)SBT_1S)
#define getsbinuptime() ((int64_t)SBT_1S)
#define sbttous(t) ((int64_t)((1000000 * (t)) >> 32))
#define sbttons(t) ((int64_t)((1000000000 * (t)) >> 32))
#define ustosbt(t) ((int64_t)(t) * SBT_1US)
#define mstosbt(t) ((int64_t)(t) * SBT_1MS)
#define nstosbt(t) ((int64_t)(t) * SBT_1NS)
#define tvtohz(tv) 1
#define getmicrouptime(tv) ((tv)->tv_sec = 1, (tv)->tv_usec = 0)
#define microuptime(tv) getmicrouptime(tv)
#define microtime(tv) getmicrouptime(tv)
#define getmicrotime(tv) getmicrouptime(tv)
#define getnanouptime(ts) ((ts)->tv_sec = 1, (ts)->tv_nsec = 0)
#define nanouptime(ts) getnanouptime(ts)
#define nanotime(ts) getnanouptime(ts)
#define getnanotime(ts) getnanouptime(ts)
#define time_after(a, b) ((int)(b) - (int)(a) < 0)

#endif
