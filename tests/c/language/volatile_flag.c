/* Threads that talk over a volatile flag, as in old kernels: no data race is reported of it, the data behind it is
   another matter. Right under sc. */
#include <assert.h>
#include <pthread.h>

static volatile int ready;

static void *sets(void *unused)
{
	(void)unused;
	ready = 1;
	return NULL;
}

int main(void)
{
	pthread_t a;

	pthread_create(&a, NULL, sets, NULL);
	while (!ready)
		;
	pthread_join(a, NULL);
	assert(ready == 1);
	return 0;
}
