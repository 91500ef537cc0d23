#include <stdatomic.h>
#include <stdbool.h>

struct tally {
	_Atomic int taken;
	int limit;
};

bool
tally_take(struct tally *t)
{
	if (atomic_load(&t->taken) >= t->limit)
		return false;
	atomic_fetch_add(&t->taken, 1);
	return true;
}
