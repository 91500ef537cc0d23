/* A reader/writer lock in one word: the number of readers, or -1 for a writer. Right. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

static atomic_int word;
static int left, right;

static void read_lock(void)
{
	int seen = atomic_load_explicit(&word, memory_order_relaxed);

	for (;;) {
		if (seen < 0)
			seen = atomic_load_explicit(&word, memory_order_relaxed);
		else if (atomic_compare_exchange_weak_explicit(&word, &seen, seen + 1, memory_order_acquire,
		    memory_order_relaxed))
			return;
	}
}

static void read_unlock(void)
{
	atomic_fetch_sub_explicit(&word, 1, memory_order_release);
}

static void write_lock(void)
{
	int nobody = 0;

	while (!atomic_compare_exchange_weak_explicit(&word, &nobody, -1, memory_order_acquire, memory_order_relaxed))
		nobody = 0;
}

static void write_unlock(void)
{
	atomic_store_explicit(&word, 0, memory_order_release);
}

static void *reads(void *unused)
{
	(void)unused;
	read_lock();
	assert(left == right);
	read_unlock();
	return NULL;
}

int main(void)
{
	pthread_t a, b;

	pthread_create(&a, NULL, reads, NULL);
	pthread_create(&b, NULL, reads, NULL);
	write_lock();
	left = 1;
	right = 1;
	write_unlock();
	pthread_join(a, NULL);
	pthread_join(b, NULL);
	return 0;
}
