/* abort() is a way to fail. Wrong. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

static atomic_int stage;

static void *advances(void *unused)
{
	(void)unused;
	atomic_fetch_add(&stage, 1);
	atomic_fetch_add(&stage, 1);
	return NULL;
}

int main(void)
{
	pthread_t a;

	pthread_create(&a, NULL, advances, NULL);
	if (atomic_load(&stage) == 1)
		abort();
	pthread_join(a, NULL);
	return 0;
}
