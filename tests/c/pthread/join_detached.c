/* A thread is joined after it was detached. Wrong. */
#include <pthread.h>

static void *does_nothing(void *unused)
{
	return unused;
}

int main(void)
{
	pthread_t a;

	pthread_create(&a, NULL, does_nothing, NULL);
	pthread_detach(a);
	pthread_join(a, NULL);
	return 0;
}
