/* uma(9): src/unknot/kernel/uma.py. A zone gives each item from fresh memory; nothing is cached. */
#ifndef _VM_UMA_H_
#define _VM_UMA_H_

#include <sys/_kernel.h>
#include <sys/types.h>
#include <sys/malloc.h>

struct uma_zone;
typedef struct uma_zone *uma_zone_t;
typedef int (*uma_ctor)(void *item, int size, void *arg, int flags);
typedef void (*uma_dtor)(void *item, int size, void *arg);
typedef int (*uma_init)(void *item, int size, int flags);
typedef void (*uma_fini)(void *item, int size);

#define UMA_ZONE_PAGEABLE 0x0000
#define UMA_ZONE_ZINIT 0x0002
#define UMA_ZONE_NOFREE 0x0020
#define UMA_ZONE_MTXCLASS 0x0000
#define UMA_ZONE_VM 0x0000
#define UMA_ZONE_SMR 0x0000
#define UMA_ZONE_CONTIG 0x0000
#define UMA_ALIGN_PTR (sizeof(void *) - 1)
#define UMA_ALIGN_LONG (sizeof(long) - 1)
#define UMA_ALIGN_INT (sizeof(int) - 1)
#define UMA_ALIGN_SHORT (sizeof(short) - 1)
#define UMA_ALIGN_CHAR 0
#define UMA_ALIGN_CACHE (0 - 1)

uma_zone_t uma_zcreate(const char *name, size_t size, uma_ctor ctor, uma_dtor dtor, uma_init uminit, uma_fini fini,
    int align, uint32_t flags) __UNKNOT(kernel.uma, uma_zcreate);
void uma_zdestroy(uma_zone_t zone) __UNKNOT(kernel.uma, uma_zdestroy);
void *uma_zalloc_arg(uma_zone_t zone, void *arg, int flags) __UNKNOT(kernel.uma, uma_zalloc_arg);
void *uma_zalloc(uma_zone_t zone, int flags) __UNKNOT(kernel.uma, uma_zalloc);
void uma_zfree_arg(uma_zone_t zone, void *item, void *arg) __UNKNOT(kernel.uma, uma_zfree_arg);
void uma_zfree(uma_zone_t zone, void *item) __UNKNOT(kernel.uma, uma_zfree);

#define uma_zone_set_max(zone, items) (items)
#define uma_zone_reserve(zone, items) ((void)0)
#define uma_prealloc(zone, items) ((void)0)
#define uma_zone_get_cur(zone) 0

#endif
