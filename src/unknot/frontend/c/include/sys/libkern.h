/* libkern: bytes, strings, and the smaller of two. */
#ifndef _SYS_LIBKERN_H_
#define _SYS_LIBKERN_H_

#include <sys/_kernel.h>
#include <sys/cdefs.h>
#include <sys/types.h>
#include <string.h>
#include <strings.h>

static __inline int imax(int a, int b) { return (a > b ? a : b); }
static __inline int imin(int a, int b) { return (a < b ? a : b); }
static __inline long lmax(long a, long b) { return (a > b ? a : b); }
static __inline long lmin(long a, long b) { return (a < b ? a : b); }
static __inline u_int max(u_int a, u_int b) { return (a > b ? a : b); }
static __inline u_int min(u_int a, u_int b) { return (a < b ? a : b); }
static __inline int64_t qmax(int64_t a, int64_t b) { return (a > b ? a : b); }
static __inline int64_t qmin(int64_t a, int64_t b) { return (a < b ? a : b); }
static __inline u_long ulmax(u_long a, u_long b) { return (a > b ? a : b); }
static __inline u_long ulmin(u_long a, u_long b) { return (a < b ? a : b); }
static __inline uintmax_t ummax(uintmax_t a, uintmax_t b) { return (a > b ? a : b); }
static __inline uintmax_t ummin(uintmax_t a, uintmax_t b) { return (a < b ? a : b); }
int abs(int a) __UNKNOT(libc.stdlib, abs);

#define fls(x) ((x) == 0 ? 0 : 32 - __builtin_clz((u_int)(x)))
#define flsl(x) ((x) == 0 ? 0 : 64 - __builtin_clzl((u_long)(x)))
#define flsll(x) flsl(x)
#define ilog2(x) (flsl(x) - 1)
#define bitcount32(x) __builtin_popcount((u_int)(x))
#define bitcount64(x) __builtin_popcountl((u_long)(x))

#endif
