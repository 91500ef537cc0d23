/* A barrier whose last comer sets the count back, used twice. Wrong: a slow waiter misses the first round's end. */
#include <pthread.h>
#include <stdatomic.h>

static atomic_int waiting;

static void meet(void)
{
	if (atomic_fetch_add(&waiting, 1) + 1 == 2)
		atomic_store(&waiting, 0);
	else
		while (atomic_load(&waiting) != 0)
			;
}

static void *works(void *unused)
{
	(void)unused;
	meet();
	meet();
	return NULL;
}

int main(void)
{
	pthread_t a;

	pthread_create(&a, NULL, works, NULL);
	works(NULL);
	pthread_join(a, NULL);
	return 0;
}
