/* The same, freed. Right, with --leaks. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

static _Atomic(int *) shared;

static void *makes(void *unused)
{
	int *mine = malloc(sizeof *mine), *none = NULL;

	(void)unused;
	*mine = 1;
	if (!atomic_compare_exchange_strong(&shared, &none, mine))
		free(mine);
	return NULL;
}

int main(void)
{
	pthread_t a, b;

	pthread_create(&a, NULL, makes, NULL);
	pthread_create(&b, NULL, makes, NULL);
	pthread_join(a, NULL);
	pthread_join(b, NULL);
	free(shared);
	return 0;
}
