/* Data of a thread's own, with a destructor that is called when the thread ends. Right. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

static pthread_key_t key;
static atomic_int freed;

static void release(void *data)
{
	assert(*(int *)data == 5);
	free(data);
	atomic_fetch_add(&freed, 1);
}

static void *uses(void *unused)
{
	int *mine = malloc(sizeof *mine);

	(void)unused;
	assert(pthread_getspecific(key) == NULL);
	*mine = 5;
	assert(pthread_setspecific(key, mine) == 0);
	assert(pthread_getspecific(key) == mine);
	return NULL;
}

int main(void)
{
	pthread_t a, b;

	assert(pthread_key_create(&key, release) == 0);
	pthread_create(&a, NULL, uses, NULL);
	pthread_create(&b, NULL, uses, NULL);
	pthread_join(a, NULL);
	pthread_join(b, NULL);
	assert(pthread_getspecific(key) == NULL);
	assert(freed == 2);
	pthread_key_delete(key);
	return 0;
}
