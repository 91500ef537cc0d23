/* A message passed with release and acquire, with fences around relaxed accesses, and with a consume load. Right. */
#include <assert.h>
#include <stdatomic.h>
#include <threads.h>

static int first, second, third;
static atomic_int a, b;
static _Atomic(int *) c;

static int sends(void *unused)
{
	(void)unused;
	first = 1;
	atomic_store_explicit(&a, 1, memory_order_release);
	second = 2;
	atomic_thread_fence(memory_order_release);
	atomic_store_explicit(&b, 1, memory_order_relaxed);
	third = 3;
	atomic_store_explicit(&c, &third, memory_order_release);
	return 0;
}

int main(void)
{
	thrd_t sender;
	int *there;

	thrd_create(&sender, sends, NULL);
	if (atomic_load_explicit(&a, memory_order_acquire))
		assert(first == 1);
	if (atomic_load_explicit(&b, memory_order_relaxed)) {
		atomic_thread_fence(memory_order_acquire);
		assert(second == 2);
	}
	there = atomic_load_explicit(&c, memory_order_consume);
	if (there)
		assert(*there == 3);
	thrd_join(sender, NULL);
	return 0;
}
