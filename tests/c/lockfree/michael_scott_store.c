/* Michael and Scott's queue whose producers link with a store instead of a compare-exchange. Wrong: a node is lost. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>

struct node {
	_Atomic(struct node *) next;
};

static struct node nodes[3];
static _Atomic(struct node *) tail = &nodes[0];

static void put(struct node *node)
{
	struct node *last, *next;

	for (;;) {
		last = atomic_load(&tail);
		next = atomic_load(&last->next);
		if (next == NULL)
			break;
		atomic_compare_exchange_strong(&tail, &last, next);
	}
	atomic_store(&last->next, node);
	atomic_compare_exchange_strong(&tail, &last, node);
}

static void *puts_one(void *node)
{
	put(node);
	return NULL;
}

int main(void)
{
	struct node *node;
	pthread_t a;
	int count = 0;

	pthread_create(&a, NULL, puts_one, &nodes[1]);
	put(&nodes[2]);
	pthread_join(a, NULL);
	for (node = atomic_load(&nodes[0].next); node; node = atomic_load(&node->next))
		count++;
	assert(count == 2);
	return 0;
}
