/* Michael and Scott's queue, without reclamation. Right. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>

struct node {
	_Atomic(struct node *) next;
	int value;
};

static struct node nodes[3] = { { NULL, 0 }, { NULL, 1 }, { NULL, 2 } };
static _Atomic(struct node *) head = &nodes[0], tail = &nodes[0];

static void put(struct node *node)
{
	struct node *last, *next;

	for (;;) {
		last = atomic_load(&tail);
		next = atomic_load(&last->next);
		if (next != NULL)
			atomic_compare_exchange_strong(&tail, &last, next);
		else if (atomic_compare_exchange_strong(&last->next, &next, node))
			break;
	}
	atomic_compare_exchange_strong(&tail, &last, node);
}

static int get(void)
{
	struct node *first, *last, *next;

	for (;;) {
		first = atomic_load(&head);
		last = atomic_load(&tail);
		next = atomic_load(&first->next);
		if (first != atomic_load(&head))
			continue;
		if (next == NULL)
			return 0;
		if (first == last)
			atomic_compare_exchange_strong(&tail, &last, next);
		else if (atomic_compare_exchange_strong(&head, &first, next))
			return next->value;
	}
}

static void *puts_one(void *node)
{
	put(node);
	return NULL;
}

int main(void)
{
	pthread_t a;
	int x, y, z;

	pthread_create(&a, NULL, puts_one, &nodes[1]);
	put(&nodes[2]);
	x = get();
	pthread_join(a, NULL);
	y = get();
	z = get();
	assert(x != 0 && x + y == 3 && z == 0);
	return 0;
}
