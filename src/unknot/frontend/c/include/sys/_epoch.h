/* epoch(9)'s structures: src/unknot/kernel/epoch.py. */
#ifndef _SYS__EPOCH_H_
#define _SYS__EPOCH_H_

#include <sys/_lock.h>

struct epoch_record {
	struct epoch_record *er_next;
	void *er_epoch;
	uint64_t er_left;
};

struct epoch_context;
typedef struct epoch_context *epoch_context_t;
typedef void epoch_callback_t(epoch_context_t);

struct epoch_context {
	struct epoch_record ec_record;
	epoch_callback_t *ec_callback;
};

#endif
