/* malloc(9): src/unknot/kernel/malloc.py. Macros, so that a file may have the C library's malloc as well. */
#ifndef _SYS_MALLOC_H_
#define _SYS_MALLOC_H_

#include <sys/_kernel.h>
#include <sys/types.h>

#define M_NOWAIT 0x0001
#define M_WAITOK 0x0002
#define M_NORECLAIM 0x0000
#define M_ZERO 0x0100
#define M_NOVM 0x0000
#define M_USE_RESERVE 0x0000
#define M_NODUMP 0x0000
#define M_FIRSTFIT 0x0000
#define M_BESTFIT 0x0000
#define M_EXEC 0x0000
#define M_NEXTFIT 0x0000

struct malloc_type {
	const char *ks_shortdesc;
};

#define MALLOC_DEFINE(type, short_, long_) struct malloc_type type[1] = { { short_ } }
#define MALLOC_DECLARE(type) extern struct malloc_type type[1]

struct malloc_type M_CACHE[1] __attribute__((__weak__));
struct malloc_type M_DEVBUF[1] __attribute__((__weak__));
struct malloc_type M_TEMP[1] __attribute__((__weak__));

void *__unknot_malloc(size_t size, struct malloc_type *type, int flags) __UNKNOT(kernel.malloc, kmalloc);
void *__unknot_mallocarray(size_t count, size_t size, struct malloc_type *type, int flags)
    __UNKNOT(kernel.malloc, kmallocarray);
void *__unknot_realloc(void *memory, size_t size, struct malloc_type *type, int flags)
    __UNKNOT(kernel.malloc, krealloc);
void *__unknot_reallocf(void *memory, size_t size, struct malloc_type *type, int flags)
    __UNKNOT(kernel.malloc, kreallocf);
void __unknot_free(void *memory, struct malloc_type *type) __UNKNOT(kernel.malloc, kfree);

#undef malloc
#undef free
#undef realloc
#undef reallocf
#define malloc(size, type, flags) __unknot_malloc((size), (type), (flags))
#define mallocarray(count, size, type, flags) __unknot_mallocarray((count), (size), (type), (flags))
#define realloc(memory, size, type, flags) __unknot_realloc((memory), (size), (type), (flags))
#define reallocf(memory, size, type, flags) __unknot_reallocf((memory), (size), (type), (flags))
#define malloc_domainset(size, type, policy, flags) malloc(size, type, flags)
#define malloc_aligned(size, align, type, flags) malloc(size, type, flags)
#define contigmalloc(size, type, flags, low, high, alignment, boundary) malloc(size, type, flags)
#define free(memory, type) __unknot_free((void *)(memory), (type))
#define zfree(memory, type) free(memory, type)
#define contigfree(memory, size, type) free(memory, type)

#endif
