/* What a program prints is shown in the trace. Wrong, so that there is one. */
#include <assert.h>
#include <pthread.h>
#include <stdio.h>

static int count;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void *counts(void *name)
{
	pthread_mutex_lock(&lock);
	count++;
	printf("%s: count %d (%#x), %5.2f\n", (const char *)name, count, count + 254, count / 2.0);
	pthread_mutex_unlock(&lock);
	return NULL;
}

int main(void)
{
	pthread_t a;

	pthread_create(&a, NULL, counts, "worker");
	pthread_join(a, NULL);
	puts("joined");
	assert(count == 2);
	return 0;
}
