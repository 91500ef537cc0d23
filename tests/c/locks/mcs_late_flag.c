/* An MCS lock whose waiter raises its flag after it has linked itself. Wrong: it may overwrite the hand-over. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

struct node {
	_Atomic(struct node *) next;
	atomic_bool waits;
};

static _Atomic(struct node *) tail;

static void take(struct node *me)
{
	struct node *before;

	atomic_store(&me->next, NULL);
	before = atomic_exchange(&tail, me);
	if (before == NULL)
		return;
	atomic_store(&before->next, me);
	atomic_store(&me->waits, true);
	while (atomic_load(&me->waits))
		;
}

static void give(struct node *me)
{
	struct node *after = atomic_load(&me->next), *last = me;

	if (after == NULL) {
		if (atomic_compare_exchange_strong(&tail, &last, NULL))
			return;
		while ((after = atomic_load(&me->next)) == NULL)
			;
	}
	atomic_store(&after->waits, false);
}

static void *enters(void *unused)
{
	struct node mine;

	(void)unused;
	take(&mine);
	give(&mine);
	return NULL;
}

int main(void)
{
	pthread_t a;

	pthread_create(&a, NULL, enters, NULL);
	enters(NULL);
	pthread_join(a, NULL);
	return 0;
}
