/* A queue of nodes for many producers and one consumer: producers swap the head and link afterwards. Right. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>

struct node {
	_Atomic(struct node *) next;
	int value;
};

static struct node stub, nodes[2] = { { NULL, 1 }, { NULL, 2 } };
static _Atomic(struct node *) head = &stub;
static struct node *tail = &stub;

static void put(struct node *node)
{
	struct node *before;

	atomic_store_explicit(&node->next, NULL, memory_order_relaxed);
	before = atomic_exchange_explicit(&head, node, memory_order_acq_rel);
	atomic_store_explicit(&before->next, node, memory_order_release);
}

static struct node *get(void)
{
	struct node *next = atomic_load_explicit(&tail->next, memory_order_acquire);

	if (next != NULL)
		tail = next;
	return next;
}

static void *produces(void *node)
{
	put(node);
	return NULL;
}

int main(void)
{
	pthread_t a, b;
	int sum = 0;

	pthread_create(&a, NULL, produces, &nodes[0]);
	pthread_create(&b, NULL, produces, &nodes[1]);
	for (int i = 0; i < 2; i++) {
		struct node *node;

		while ((node = get()) == NULL)
			;
		sum += node->value;
	}
	pthread_join(a, NULL);
	pthread_join(b, NULL);
	assert(sum == 3 && get() == NULL);
	return 0;
}
