/* A callback is taken away between the check and the call. Wrong. */
#include <pthread.h>
#include <stdatomic.h>

static void nothing(void)
{
}

static void (*_Atomic callback)(void) = nothing;

static void *removes(void *unused)
{
	(void)unused;
	callback = 0;
	return NULL;
}

int main(void)
{
	pthread_t a;

	pthread_create(&a, NULL, removes, NULL);
	if (callback)
		callback();
	pthread_join(a, NULL);
	return 0;
}
