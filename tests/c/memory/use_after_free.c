/* One thread frees a node while the other still walks over it. Wrong. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

struct node {
	atomic_int value;
};

static _Atomic(struct node *) shared;

static void *replaces(void *unused)
{
	struct node *old = atomic_exchange(&shared, NULL);

	(void)unused;
	free(old);
	return NULL;
}

int main(void)
{
	struct node *node = malloc(sizeof *node);
	pthread_t a;
	int value = 0;

	atomic_init(&node->value, 5);
	atomic_store(&shared, node);
	pthread_create(&a, NULL, replaces, NULL);
	node = atomic_load(&shared);
	if (node)
		value = atomic_load(&node->value);
	pthread_join(a, NULL);
	return value > 5;
}
