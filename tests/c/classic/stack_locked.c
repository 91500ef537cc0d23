/* A stack under a mutex: each value is popped once. Right. */
#include <assert.h>
#include <pthread.h>
#include <stdbool.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int values[4], depth, sum;

static void push(int value)
{
	pthread_mutex_lock(&lock);
	values[depth++] = value;
	pthread_mutex_unlock(&lock);
}

static bool pop(int *value)
{
	bool found;

	pthread_mutex_lock(&lock);
	found = depth > 0;
	if (found)
		*value = values[--depth];
	pthread_mutex_unlock(&lock);
	return found;
}

static void *pushes(void *unused)
{
	(void)unused;
	push(1);
	push(2);
	return NULL;
}

int main(void)
{
	pthread_t a;
	int value;

	pthread_create(&a, NULL, pushes, NULL);
	push(4);
	if (pop(&value))
		sum += value;
	pthread_join(a, NULL);
	while (pop(&value))
		sum += value;
	assert(sum == 7);
	return 0;
}
