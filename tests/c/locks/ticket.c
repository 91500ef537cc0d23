/* A ticket lock. Right. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

struct ticket_lock {
	atomic_uint next, serving;
};

static struct ticket_lock lock;
static int count;

static void take(struct ticket_lock *l)
{
	unsigned mine = atomic_fetch_add_explicit(&l->next, 1, memory_order_relaxed);

	while (atomic_load_explicit(&l->serving, memory_order_acquire) != mine)
		;
}

static void give(struct ticket_lock *l)
{
	unsigned mine = atomic_load_explicit(&l->serving, memory_order_relaxed);

	atomic_store_explicit(&l->serving, mine + 1, memory_order_release);
}

static void *counts(void *unused)
{
	(void)unused;
	for (int i = 0; i < 2; i++) {
		take(&lock);
		count++;
		give(&lock);
	}
	return NULL;
}

int main(void)
{
	pthread_t a;

	pthread_create(&a, NULL, counts, NULL);
	counts(NULL);
	pthread_join(a, NULL);
	assert(count == 4);
	return 0;
}
