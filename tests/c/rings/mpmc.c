/* A bounded queue for many of both sides, with a sequence number in each cell. Right. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

enum { SIZE = 2 };

struct cell {
	atomic_uint sequence;
	int value;
};

static struct cell cells[SIZE];
static atomic_uint head, tail;

static bool put(int value)
{
	unsigned at = atomic_load_explicit(&head, memory_order_relaxed);

	for (;;) {
		struct cell *cell = &cells[at % SIZE];
		int behind = (int)(atomic_load_explicit(&cell->sequence, memory_order_acquire) - at);

		if (behind < 0)
			return false;
		if (behind > 0) {
			at = atomic_load_explicit(&head, memory_order_relaxed);
		} else if (atomic_compare_exchange_weak_explicit(&head, &at, at + 1, memory_order_relaxed,
		    memory_order_relaxed)) {
			cell->value = value;
			atomic_store_explicit(&cell->sequence, at + 1, memory_order_release);
			return true;
		}
	}
}

static bool get(int *value)
{
	unsigned at = atomic_load_explicit(&tail, memory_order_relaxed);

	for (;;) {
		struct cell *cell = &cells[at % SIZE];
		int behind = (int)(atomic_load_explicit(&cell->sequence, memory_order_acquire) - (at + 1));

		if (behind < 0)
			return false;
		if (behind > 0) {
			at = atomic_load_explicit(&tail, memory_order_relaxed);
		} else if (atomic_compare_exchange_weak_explicit(&tail, &at, at + 1, memory_order_relaxed,
		    memory_order_relaxed)) {
			*value = cell->value;
			atomic_store_explicit(&cell->sequence, at + SIZE, memory_order_release);
			return true;
		}
	}
}

static void *works(void *result)
{
	int value = 0;

	assert(put(1));
	while (!get(&value))
		;
	*(int *)result = value;
	return NULL;
}

int main(void)
{
	pthread_t a;
	int x, y;

	for (unsigned i = 0; i < SIZE; i++)
		atomic_init(&cells[i].sequence, i);
	pthread_create(&a, NULL, works, &x);
	works(&y);
	pthread_join(a, NULL);
	assert(x == 1 && y == 1);
	assert(!get(&x));
	return 0;
}
