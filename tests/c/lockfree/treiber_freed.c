/* A lock-free stack that frees what it pops. Wrong: another thread may just be reading the node's successor. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

struct node {
	_Atomic(struct node *) next;
};

static _Atomic(struct node *) top;

static void *pops(void *unused)
{
	struct node *seen = atomic_load(&top);

	(void)unused;
	while (seen && !atomic_compare_exchange_weak(&top, &seen, atomic_load(&seen->next)))
		;
	free(seen);
	return NULL;
}

int main(void)
{
	pthread_t a;
	struct node *node = malloc(sizeof *node);

	atomic_init(&node->next, NULL);
	atomic_store(&top, node);
	pthread_create(&a, NULL, pops, NULL);
	pops(NULL);
	pthread_join(a, NULL);
	return 0;
}
