/* main spins on a flag that it set itself: whoever should change it does not. Wrong. */
#include <pthread.h>
#include <stdatomic.h>

static atomic_int ready;

static void *forgets(void *unused)
{
	return unused;
}

int main(void)
{
	pthread_t a;

	atomic_store(&ready, 0);
	pthread_create(&a, NULL, forgets, NULL);
	while (!atomic_load(&ready))
		;
	pthread_join(a, NULL);
	return 0;
}
