/* counter(9): one word, added to atomically. */
#ifndef _SYS_COUNTER_H_
#define _SYS_COUNTER_H_

#include <sys/malloc.h>
#include <machine/atomic.h>

typedef uint64_t *counter_u64_t;

#define counter_u64_alloc(flags) ((counter_u64_t)__unknot_malloc(sizeof(uint64_t), 0, (flags) | M_ZERO))
#define counter_u64_free(c) __unknot_free((c), 0)
#define counter_u64_zero(c) atomic_store_64((c), 0)
#define counter_u64_add(c, v) atomic_add_64((c), (v))
#define counter_u64_add_protected(c, v) atomic_add_64((c), (v))
#define counter_u64_fetch(c) atomic_load_64(c)
#define counter_enter() ((void)0)
#define counter_exit() ((void)0)

#endif
