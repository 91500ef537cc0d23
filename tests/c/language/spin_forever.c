/* A thread spins on a flag that nobody sets any more, since the setter saw an error. Wrong. */
#include <pthread.h>
#include <stdatomic.h>

static atomic_int ready, failed;

static void *sets(void *unused)
{
	(void)unused;
	if (!atomic_load(&failed))
		atomic_store(&ready, 1);
	return NULL;
}

int main(void)
{
	pthread_t a;

	pthread_create(&a, NULL, sets, NULL);
	atomic_store(&failed, 1);
	while (!atomic_load(&ready))
		;
	pthread_join(a, NULL);
	return 0;
}
