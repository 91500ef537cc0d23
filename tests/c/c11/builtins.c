/* The older names: __sync_* and __atomic_*. Right. */
#include <assert.h>
#include <pthread.h>
#include <stdbool.h>

static int sum, taken;
static long value = 10;
static char lock;

static void *works(void *unused)
{
	(void)unused;
	__sync_fetch_and_add(&sum, 5);
	if (__sync_bool_compare_and_swap(&taken, 0, 1))
		__atomic_store_n(&value, 20, __ATOMIC_RELEASE);
	return NULL;
}

int main(void)
{
	pthread_t a, b;
	long seen, expected = 20;

	pthread_create(&a, NULL, works, NULL);
	pthread_create(&b, NULL, works, NULL);
	pthread_join(a, NULL);
	pthread_join(b, NULL);
	assert(__atomic_load_n(&sum, __ATOMIC_SEQ_CST) == 10 && taken == 1);
	__atomic_load(&value, &seen, __ATOMIC_ACQUIRE);
	assert(seen == 20);
	assert(__sync_val_compare_and_swap(&value, 19, 1) == 20);
	assert(__atomic_compare_exchange_n(&value, &expected, -7, false, __ATOMIC_ACQ_REL, __ATOMIC_RELAXED));
	assert(!__atomic_compare_exchange_n(&value, &expected, 1, true, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST));
	assert(expected == -7);
	assert(__sync_add_and_fetch(&value, 2) == -5 && __sync_sub_and_fetch(&value, 1) == -6);
	assert(__atomic_fetch_nand(&value, 3, __ATOMIC_SEQ_CST) == -6 && value == ~(-6L & 3));
	assert(__atomic_exchange_n(&value, 8, __ATOMIC_SEQ_CST) == ~(-6L & 3));
	assert(__sync_fetch_and_or(&value, 1) == 8 && __sync_xor_and_fetch(&value, 9) == 0);
	assert(!__sync_lock_test_and_set(&lock, 1) && __sync_lock_test_and_set(&lock, 1) == 1);
	__sync_lock_release(&lock);
	assert(lock == 0);
	assert(!__atomic_test_and_set(&lock, __ATOMIC_ACQUIRE));
	__atomic_clear(&lock, __ATOMIC_RELEASE);
	__sync_synchronize();
	return lock;
}
