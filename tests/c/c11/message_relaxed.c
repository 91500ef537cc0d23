/* A message passed with relaxed accesses. Wrong by C11, since nothing orders the data; under sc all atomic accesses
   are ordered, so unknot says it is right. */
#include <assert.h>
#include <stdatomic.h>
#include <threads.h>

static int data;
static atomic_int sent;

static int sends(void *unused)
{
	(void)unused;
	data = 1;
	atomic_store_explicit(&sent, 1, memory_order_relaxed);
	return 0;
}

int main(void)
{
	thrd_t sender;

	thrd_create(&sender, sends, NULL);
	if (atomic_load_explicit(&sent, memory_order_relaxed))
		assert(data == 1);
	thrd_join(sender, NULL);
	return 0;
}
