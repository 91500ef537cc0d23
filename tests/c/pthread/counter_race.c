/* Two threads count without a lock. Wrong: a data race. */
#include <assert.h>
#include <pthread.h>

static int count;

static void *counts(void *unused)
{
	(void)unused;
	count++;
	return NULL;
}

int main(void)
{
	pthread_t a, b;

	pthread_create(&a, NULL, counts, NULL);
	pthread_create(&b, NULL, counts, NULL);
	pthread_join(a, NULL);
	pthread_join(b, NULL);
	assert(count == 2);
	return 0;
}
