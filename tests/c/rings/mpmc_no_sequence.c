/* A ring whose producers reserve places with one counter, and consumers take what is reserved. Wrong: a reserved place
   need not be filled. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

enum { SIZE = 4 };
static atomic_int slots[SIZE];
static atomic_uint head, tail;

static void *produces(void *value)
{
	atomic_store(&slots[atomic_fetch_add(&head, 1) % SIZE], (int)(long)value);
	return NULL;
}

int main(void)
{
	pthread_t a, b;

	pthread_create(&a, NULL, produces, (void *)1L);
	pthread_create(&b, NULL, produces, (void *)2L);
	while (atomic_load(&head) == atomic_load(&tail))
		;
	assert(atomic_load(&slots[atomic_fetch_add(&tail, 1) % SIZE]) != 0);
	pthread_join(a, NULL);
	pthread_join(b, NULL);
	return 0;
}
