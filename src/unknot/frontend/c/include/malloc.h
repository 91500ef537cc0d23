/* Memory: src/unknot/libc/heap.py */
#ifndef _UNKNOT_MALLOC_H_
#define _UNKNOT_MALLOC_H_

#include <stdlib.h>

void *memalign(size_t, size_t) __UNKNOT(libc.heap, memalign);
size_t malloc_usable_size(void *) __UNKNOT(libc.heap, malloc_usable_size);

#endif
