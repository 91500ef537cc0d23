/* Each thread says what it is about to do and then looks at the other: with relaxed accesses, right under sc, wrong
   with x86's store buffers. */
#include <assert.h>
#include <stdatomic.h>
#include <threads.h>

static atomic_int x, y;
static int saw_x, saw_y;

static int left(void *unused)
{
	(void)unused;
	atomic_store_explicit(&x, 1, memory_order_relaxed);
	saw_y = atomic_load_explicit(&y, memory_order_relaxed);
	return 0;
}

static int right(void *unused)
{
	(void)unused;
	atomic_store_explicit(&y, 1, memory_order_relaxed);
	saw_x = atomic_load_explicit(&x, memory_order_relaxed);
	return 0;
}

int main(void)
{
	thrd_t a, b;

	thrd_create(&a, left, NULL);
	thrd_create(&b, right, NULL);
	thrd_join(a, NULL);
	thrd_join(b, NULL);
	assert(saw_x || saw_y);
	return 0;
}
