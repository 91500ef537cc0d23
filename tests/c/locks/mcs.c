/* An MCS lock: each waiter spins on a node of its own, which stands on its stack. Right. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

struct node {
	_Atomic(struct node *) next;
	atomic_bool waits;
};

static _Atomic(struct node *) tail;
static int count;

static void take(struct node *me)
{
	struct node *before;

	atomic_store_explicit(&me->next, NULL, memory_order_relaxed);
	before = atomic_exchange(&tail, me);
	if (before == NULL)
		return;
	atomic_store_explicit(&me->waits, true, memory_order_relaxed);
	atomic_store_explicit(&before->next, me, memory_order_release);
	while (atomic_load_explicit(&me->waits, memory_order_acquire))
		;
}

static void give(struct node *me)
{
	struct node *after = atomic_load_explicit(&me->next, memory_order_acquire), *last = me;

	if (after == NULL) {
		if (atomic_compare_exchange_strong(&tail, &last, NULL))
			return;
		while ((after = atomic_load_explicit(&me->next, memory_order_acquire)) == NULL)
			;
	}
	atomic_store_explicit(&after->waits, false, memory_order_release);
}

static void *counts(void *unused)
{
	struct node mine;

	(void)unused;
	take(&mine);
	count++;
	give(&mine);
	return NULL;
}

int main(void)
{
	pthread_t a, b;

	pthread_create(&a, NULL, counts, NULL);
	pthread_create(&b, NULL, counts, NULL);
	counts(NULL);
	pthread_join(a, NULL);
	pthread_join(b, NULL);
	assert(count == 3);
	return 0;
}
