/* An average over a counter that another thread has reset. Wrong. */
#include <pthread.h>
#include <stdatomic.h>

static atomic_uint packets = 4, bytes = 400;

static void *resets(void *unused)
{
	(void)unused;
	packets = 0;
	bytes = 0;
	return NULL;
}

int main(void)
{
	unsigned average = 0;
	pthread_t a;

	pthread_create(&a, NULL, resets, NULL);
	if (packets)
		average = bytes / packets;
	pthread_join(a, NULL);
	return average > 100;
}
