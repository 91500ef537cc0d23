/* What the other headers are made of: names of C bound to functions of unknot's library. */
#ifndef _UNKNOT_H_
#define _UNKNOT_H_

/* `void mtx_lock(struct mtx *) __UNKNOT(kernel.mutex, mtx_lock);` is src/unknot/kernel/mutex.py's mtx_lock. */
#define __UNKNOT(module, name) __asm__("unknot." #module "." #name)

#endif
