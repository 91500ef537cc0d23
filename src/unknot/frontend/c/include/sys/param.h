/* param(9): sizes and arithmetic that everything uses. */
#ifndef _SYS_PARAM_H_
#define _SYS_PARAM_H_

#include <sys/_kernel.h>
#include <sys/cdefs.h>
#include <sys/types.h>
#include <sys/errno.h>
#include <sys/limits.h>
#include <sys/priority.h>
#include <sys/time.h>
#include <sys/_ktime.h>

#ifndef NULL
#define NULL ((void *)0)
#endif
#ifndef TRUE
#define TRUE 1
#define FALSE 0
#endif

#define BSD 199506
#define MAXCPU 64
#define MAXCOMLEN 19
#define MAXPATHLEN 1024
#define SPECNAMELEN 255
#define MAXHOSTNAMELEN 256
#define MAXLOGNAME 33
#define CACHE_LINE_SHIFT 6
#define CACHE_LINE_SIZE (1 << CACHE_LINE_SHIFT)
#define PAGE_SHIFT 12
#define PAGE_SIZE (1 << PAGE_SHIFT)
#define PAGE_MASK (PAGE_SIZE - 1)
#define ALIGNBYTES 15
#define DEV_BSIZE 512
#define NBBY 8
#define NODEV ((dev_t)-1)

#define PCATCH 0x100
#define PDROP 0x200
#define PNOLOCK 0x400
#define PRILASTFLAG PNOLOCK
#define PRIMASK 0x0ff

#define MSIZE 256
#define MCLSHIFT 11
#define MCLBYTES (1 << MCLSHIFT)

#define setbit(a, i) (((unsigned char *)(a))[(i) / NBBY] |= 1 << ((i) % NBBY))
#define clrbit(a, i) (((unsigned char *)(a))[(i) / NBBY] &= ~(1 << ((i) % NBBY)))
#define isset(a, i) (((const unsigned char *)(a))[(i) / NBBY] & (1 << ((i) % NBBY)))
#define isclr(a, i) (!isset(a, i))

#ifndef howmany
#define howmany(x, y) (((x) + ((y) - 1)) / (y))
#endif
#define nitems(x) (sizeof(x) / sizeof((x)[0]))
#define rounddown(x, y) (((x) / (y)) * (y))
#define rounddown2(x, y) ((x) & ~((y) - 1))
#define roundup(x, y) ((((x) + ((y) - 1)) / (y)) * (y))
#define roundup2(x, y) (((x) + ((y) - 1)) & ~((y) - 1))
#define powerof2(x) ((((x) - 1) & (x)) == 0)
#define MIN(a, b) (((a) < (b)) ? (a) : (b))
#define MAX(a, b) (((a) > (b)) ? (a) : (b))
#define ALIGN(p) (((uintptr_t)(p) + ALIGNBYTES) & ~(uintptr_t)ALIGNBYTES)
#define trunc_page(x) ((x) & ~PAGE_MASK)
#define round_page(x) (((x) + PAGE_MASK) & ~PAGE_MASK)
#define atop(x) ((x) >> PAGE_SHIFT)
#define ptoa(x) ((x) << PAGE_SHIFT)

#define htons(x) __builtin_bswap16(x)
#define ntohs(x) __builtin_bswap16(x)
#define htonl(x) __builtin_bswap32(x)
#define ntohl(x) __builtin_bswap32(x)

#define member2struct(s, m, x) ((struct s *)((char *)(x) - __builtin_offsetof(struct s, m)))

#endif
