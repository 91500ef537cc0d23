/* struct sx: src/unknot/kernel/sx.py. */
#ifndef _SYS__SX_H_
#define _SYS__SX_H_

#include <sys/_holders.h>

struct sx {
	struct lock_object lock_object;
	struct holders sx_lock;
};

#endif
