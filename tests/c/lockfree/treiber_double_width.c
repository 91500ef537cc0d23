/* The stack with a count beside its top, compared and exchanged together: sixteen bytes. Right. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>

struct node {
	_Atomic(struct node *) next;
	atomic_int users;
};

struct head {
	struct node *top;
	unsigned long changes;
};

static struct node nodes[2];
static _Atomic(struct head) head;

static void push(struct node *node)
{
	struct head seen = atomic_load(&head), wanted;

	do {
		atomic_store(&node->next, seen.top);
		wanted = (struct head){ node, seen.changes + 1 };
	} while (!atomic_compare_exchange_strong(&head, &seen, wanted));
}

static struct node *pop(void)
{
	struct head seen = atomic_load(&head), wanted;

	do {
		if (seen.top == NULL)
			return NULL;
		wanted = (struct head){ atomic_load(&seen.top->next), seen.changes + 1 };
	} while (!atomic_compare_exchange_strong(&head, &seen, wanted));
	assert(atomic_fetch_add(&seen.top->users, 1) == 0);
	return seen.top;
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
