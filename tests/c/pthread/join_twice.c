/* A thread is joined by two others. Wrong. */
#include <pthread.h>

static pthread_t a;

static void *does_nothing(void *unused)
{
	return unused;
}

static void *joins(void *unused)
{
	(void)unused;
	pthread_join(a, NULL);
	return NULL;
}

int main(void)
{
	pthread_t b;

	pthread_create(&a, NULL, does_nothing, NULL);
	pthread_create(&b, NULL, joins, NULL);
	pthread_join(a, NULL);
	pthread_join(b, NULL);
	return 0;
}
