/* A lock-free stack whose nodes are used again. Wrong: ABA; a popped node comes back while another thread still thinks
   that its successor is what it was. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>

struct node {
	_Atomic(struct node *) next;
	atomic_int users;
};

static struct node nodes[2];
static _Atomic(struct node *) top;

static void push(struct node *node)
{
	struct node *seen = atomic_load(&top);

	do {
		atomic_store(&node->next, seen);
	} while (!atomic_compare_exchange_weak(&top, &seen, node));
}

static struct node *pop(void)
{
	struct node *seen = atomic_load(&top);

	while (seen && !atomic_compare_exchange_weak(&top, &seen, atomic_load(&seen->next)))
		;
	if (seen)
		assert(atomic_fetch_add(&seen->users, 1) == 0);
	return seen;
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
