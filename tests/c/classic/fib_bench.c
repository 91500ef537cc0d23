/* Two threads add each other's variable, N times each: neither exceeds the Fibonacci number. Right. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

#ifndef N
#define N 3
#endif

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

static int fibonacci(int n)
{
	return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
}

int main(void)
{
	pthread_t a, b;

	pthread_create(&a, NULL, t1, NULL);
	pthread_create(&b, NULL, t2, NULL);
	pthread_join(a, NULL);
	pthread_join(b, NULL);
	assert(i <= fibonacci(2 * N + 2) && j <= fibonacci(2 * N + 2));
	return 0;
}
