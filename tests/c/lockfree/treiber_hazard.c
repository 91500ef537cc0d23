/* The stack with a hazard pointer: what the popping thread looks at is not freed under it. Right. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

struct node {
	_Atomic(struct node *) next;
	int value;
};

static _Atomic(struct node *) top, hazard[2], retired;

static struct node *pop(int me)
{
	struct node *seen;

	for (;;) {
		seen = atomic_load(&top);
		if (seen == NULL)
			return NULL;
		atomic_store(&hazard[me], seen);
		if (atomic_load(&top) != seen)
			continue;
		if (atomic_compare_exchange_strong(&top, &seen, atomic_load(&seen->next)))
			break;
	}
	atomic_store(&hazard[me], NULL);
	return seen;
}

static void retire(int me, struct node *node)
{
	if (atomic_load(&hazard[1 - me]) == node)
		atomic_store(&retired, node);
	else
		free(node);
}

static void *pops(void *argument)
{
	int me = (int)(long)argument;
	struct node *node = pop(me);

	if (node) {
		assert(node->value == 7);
		retire(me, node);
	}
	return NULL;
}

int main(void)
{
	struct node *node = malloc(sizeof *node);
	pthread_t a;

	node->value = 7;
	atomic_init(&node->next, NULL);
	atomic_store(&top, node);
	pthread_create(&a, NULL, pops, (void *)1L);
	pops((void *)0L);
	pthread_join(a, NULL);
	free(retired);
	return 0;
}
