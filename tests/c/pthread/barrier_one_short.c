/* The barrier is for three, and two come. Wrong. */
#include <pthread.h>

static pthread_barrier_t barrier;

static void *meets(void *unused)
{
	(void)unused;
	pthread_barrier_wait(&barrier);
	return NULL;
}

int main(void)
{
	pthread_t a, b;

	pthread_barrier_init(&barrier, NULL, 3);
	pthread_create(&a, NULL, meets, NULL);
	pthread_create(&b, NULL, meets, NULL);
	pthread_join(a, NULL);
	pthread_join(b, NULL);
	return 0;
}
