/* The stack with a hazard pointer, but the top is not looked at again after it was put down. Wrong: too late. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

struct node {
	_Atomic(struct node *) next;
};

static _Atomic(struct node *) top, hazard[2], retired;

static struct node *pop(int me)
{
	struct node *seen = atomic_load(&top);

	do {
		atomic_store(&hazard[me], seen);
		if (seen == NULL)
			return NULL;
	} while (!atomic_compare_exchange_strong(&top, &seen, atomic_load(&seen->next)));
	atomic_store(&hazard[me], NULL);
	return seen;
}

static void *pops(void *argument)
{
	int me = (int)(long)argument;
	struct node *node = pop(me);

	if (node == NULL)
		return NULL;
	if (atomic_load(&hazard[1 - me]) == node)
		atomic_store(&retired, node);
	else
		free(node);
	return NULL;
}

int main(void)
{
	struct node *node = malloc(sizeof *node);
	pthread_t a;

	atomic_init(&node->next, NULL);
	atomic_store(&top, node);
	pthread_create(&a, NULL, pops, (void *)1L);
	pops((void *)0L);
	pthread_join(a, NULL);
	free(retired);
	return 0;
}
