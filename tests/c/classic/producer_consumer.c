/* A bounded buffer with one mutex and two condition variables, two producers and one consumer. Right. */
#include <assert.h>
#include <pthread.h>

enum { SIZE = 1 };
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t filled = PTHREAD_COND_INITIALIZER, emptied = PTHREAD_COND_INITIALIZER;
static int buffer[SIZE], count;

static void put(int value)
{
	pthread_mutex_lock(&lock);
	while (count == SIZE)
		pthread_cond_wait(&emptied, &lock);
	buffer[count++] = value;
	pthread_cond_signal(&filled);
	pthread_mutex_unlock(&lock);
}

static int get(void)
{
	int value;

	pthread_mutex_lock(&lock);
	while (count == 0)
		pthread_cond_wait(&filled, &lock);
	value = buffer[--count];
	pthread_cond_signal(&emptied);
	pthread_mutex_unlock(&lock);
	return value;
}

static void *produces(void *value)
{
	put((int)(long)value);
	return NULL;
}

int main(void)
{
	pthread_t a, b;
	int sum = 0;

	pthread_create(&a, NULL, produces, (void *)1L);
	pthread_create(&b, NULL, produces, (void *)2L);
	sum += get();
	sum += get();
	pthread_join(a, NULL);
	pthread_join(b, NULL);
	assert(sum == 3 && count == 0);
	return 0;
}
