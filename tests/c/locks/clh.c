/* A CLH lock: each waiter spins on the node of the one before it, and takes it over. Right. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

struct node {
	atomic_int held;
};

static struct node nodes[3];
static _Atomic(struct node *) tail = &nodes[2];
static int count;

static struct node *take(struct node *me)
{
	struct node *before;

	atomic_store_explicit(&me->held, 1, memory_order_relaxed);
	before = atomic_exchange_explicit(&tail, me, memory_order_acq_rel);
	while (atomic_load_explicit(&before->held, memory_order_acquire))
		;
	return before;
}

static void *counts(void *node)
{
	struct node *mine = node;

	for (int i = 0; i < 2; i++) {
		struct node *before = take(mine);

		count++;
		atomic_store_explicit(&mine->held, 0, memory_order_release);
		mine = before;
	}
	return NULL;
}

int main(void)
{
	pthread_t a;

	pthread_create(&a, NULL, counts, &nodes[0]);
	counts(&nodes[1]);
	pthread_join(a, NULL);
	assert(count == 4);
	return 0;
}
