/* The same, claiming that the number is never reached. Wrong: one schedule does. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

#define N 3

static atomic_int i = 1, j = 1;

static void *t1(void *unused)
{
	(void)unused;
	for (int k = 0; k < N; k++)
		i = i + j;
	return NULL;
}

static void *t2(void *unused)
{
	(void)unused;
	for (int k = 0; k < N; k++)
		j = j + i;
	return NULL;
}

int main(void)
{
	pthread_t a, b;

	pthread_create(&a, NULL, t1, NULL);
	pthread_create(&b, NULL, t2, NULL);
	pthread_join(a, NULL);
	pthread_join(b, NULL);
	assert(i < 21 && j < 21);
	return 0;
}
