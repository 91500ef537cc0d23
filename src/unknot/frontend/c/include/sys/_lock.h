/* What every lock begins with: src/unknot/kernel/lock.py. */
#ifndef _SYS__LOCK_H_
#define _SYS__LOCK_H_

#include <sys/types.h>
#include <sys/_kernel.h>

struct lock_object {
	const char *lo_name;
	const char *lo_type;
	u_int lo_flags;
};

#endif
