/* The stack with a count in the upper 16 bits of its top, which are no part of an address. Right. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

struct node {
	_Atomic(struct node *) next;
	atomic_int users;
};

static struct node nodes[2];
static _Atomic uint64_t top;

static struct node *node_of(uint64_t word)
{
	return (struct node *)(word & ((UINT64_C(1) << 48) - 1));
}

static uint64_t word_of(struct node *node, uint64_t before)
{
	return (uint64_t)node | ((before >> 48) + 1) << 48;
}

static void push(struct node *node)
{
	uint64_t seen = atomic_load(&top);

	do {
		atomic_store(&node->next, node_of(seen));
	} while (!atomic_compare_exchange_weak(&top, &seen, word_of(node, seen)));
}

static struct node *pop(void)
{
	uint64_t seen = atomic_load(&top);
	struct node *node;

	do {
		node = node_of(seen);
		if (node == NULL)
			return NULL;
	} while (!atomic_compare_exchange_weak(&top, &seen, word_of(atomic_load(&node->next), seen)));
	assert(atomic_fetch_add(&node->users, 1) == 0);
	return node;
}

static void *pops_one(void *unused)
{
	(void)unused;
	pop();
	return NULL;
}

int main(void)
{
	struct node *first;
	pthread_t a;

	push(&nodes[1]);
	push(&nodes[0]);
	pthread_create(&a, NULL, pops_one, NULL);
	first = pop();
	pop();
	if (first) {
		atomic_store(&first->users, 0);
		push(first);
	}
	pthread_join(a, NULL);
	pop();
	return 0;
}
