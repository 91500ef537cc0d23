/* The stack is locked for the look and locked again for the pop. Wrong: it may have become empty between. */
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int values[2] = { 1 }, depth = 1;

static int is_empty(void)
{
	int empty;

	pthread_mutex_lock(&lock);
	empty = depth == 0;
	pthread_mutex_unlock(&lock);
	return empty;
}

static int pop(void)
{
	int value;

	pthread_mutex_lock(&lock);
	value = values[--depth];
	pthread_mutex_unlock(&lock);
	return value;
}

static void *pops(void *unused)
{
	(void)unused;
	if (!is_empty())
		pop();
	return NULL;
}

int main(void)
{
	pthread_t a, b;

	pthread_create(&a, NULL, pops, NULL);
	pthread_create(&b, NULL, pops, NULL);
	pthread_join(a, NULL);
	pthread_join(b, NULL);
	return 0;
}
