/* Main ends with pthread_exit: the process goes on until the other thread has ended. Right. */
#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

static int left;

static void *outlives(void *unused)
{
	(void)unused;
	left = 1;
	return NULL;
}

static void at_the_end(void)
{
	assert(left == 1);
}

int main(void)
{
	pthread_t a;

	atexit(at_the_end);
	pthread_create(&a, NULL, outlives, NULL);
	pthread_exit(NULL);
}
