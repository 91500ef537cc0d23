/* A ring for one producer and one consumer. Right. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

enum { SIZE = 2, ITEMS = 3 };
static int slots[SIZE];
static atomic_uint head, tail;

static bool put(int value)
{
	unsigned h = atomic_load_explicit(&head, memory_order_relaxed);

	if (h - atomic_load_explicit(&tail, memory_order_acquire) == SIZE)
		return false;
	slots[h % SIZE] = value;
	atomic_store_explicit(&head, h + 1, memory_order_release);
	return true;
}

static bool get(int *value)
{
	unsigned t = atomic_load_explicit(&tail, memory_order_relaxed);

	if (atomic_load_explicit(&head, memory_order_acquire) == t)
		return false;
	*value = slots[t % SIZE];
	atomic_store_explicit(&tail, t + 1, memory_order_release);
	return true;
}

static void *produces(void *unused)
{
	(void)unused;
	for (int i = 1; i <= ITEMS; i++)
		while (!put(i))
			;
	return NULL;
}

int main(void)
{
	pthread_t a;
	int value;

	pthread_create(&a, NULL, produces, NULL);
	for (int i = 1; i <= ITEMS; i++) {
		while (!get(&value))
			;
		assert(value == i);
	}
	pthread_join(a, NULL);
	return 0;
}
