/* A test-and-set lock of an atomic_flag. Right. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

static atomic_flag flag = ATOMIC_FLAG_INIT;
static int count;

static void *counts(void *unused)
{
	(void)unused;
	while (atomic_flag_test_and_set_explicit(&flag, memory_order_acquire))
		;
	count++;
	atomic_flag_clear_explicit(&flag, memory_order_release);
	return NULL;
}

int main(void)
{
	pthread_t a, b;

	pthread_create(&a, NULL, counts, NULL);
	pthread_create(&b, NULL, counts, NULL);
	counts(NULL);
	pthread_join(a, NULL);
	pthread_join(b, NULL);
	assert(count == 3);
	return 0;
}
