/* Who holds a lock that can be shared: src/unknot/kernel/shared.py. */
#ifndef _SYS__HOLDERS_H_
#define _SYS__HOLDERS_H_

#include <sys/_lock.h>

struct holders {
	u_int owner;
	u_int recursed;
	u_int shares;
	u_int abandoned;
	uint64_t sharers;
	uint64_t waiting;
};

#endif
