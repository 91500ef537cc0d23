/* A ring whose producer moves the index before the slot is filled. Wrong: a data race of the slot. */
#include <pthread.h>
#include <stdatomic.h>

enum { SIZE = 2 };
static int slots[SIZE];
static atomic_uint head, tail;

static void *produces(void *unused)
{
	unsigned h = atomic_fetch_add(&head, 1);

	(void)unused;
	slots[h % SIZE] = 1;
	return NULL;
}

int main(void)
{
	pthread_t a;
	int value = 0;

	pthread_create(&a, NULL, produces, NULL);
	if (atomic_load(&head) != atomic_load(&tail))
		value = slots[atomic_fetch_add(&tail, 1) % SIZE];
	pthread_join(a, NULL);
	return value > 1;
}
