/* How many bits of a number are set. */
#ifndef _SYS_BITCOUNT_H_
#define _SYS_BITCOUNT_H_

#define __bitcount16(x) __builtin_popcount((unsigned short)(x))
#define __bitcount32(x) __builtin_popcount((unsigned int)(x))
#define __bitcount64(x) __builtin_popcountll(x)
#define __bitcount(x) __builtin_popcount(x)
#define __bitcountl(x) __builtin_popcountl(x)

#define bitcount16(x) __bitcount16(x)
#define bitcount32(x) __bitcount32(x)
#define bitcount64(x) __bitcount64(x)
#define bitcount(x) __bitcount(x)
#define bitcountl(x) __bitcountl(x)

#endif
