/* Chase and Lev's work-stealing deque: the owner works at the bottom, a thief at the top. Right. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

enum { SIZE = 4, NONE = 0 };
static atomic_int tasks[SIZE];
static atomic_long top, bottom;
static atomic_int taken[3];

static void push(int task)
{
	long b = atomic_load_explicit(&bottom, memory_order_relaxed);

	atomic_store_explicit(&tasks[b % SIZE], task, memory_order_relaxed);
	atomic_store_explicit(&bottom, b + 1, memory_order_release);
}

static int take(void)
{
	long b = atomic_load_explicit(&bottom, memory_order_relaxed) - 1, t;
	int task = NONE;

	atomic_store(&bottom, b);
	t = atomic_load(&top);
	if (t <= b) {
		task = atomic_load_explicit(&tasks[b % SIZE], memory_order_relaxed);
		if (t < b)
			return task;
		if (!atomic_compare_exchange_strong(&top, &t, t + 1))
			task = NONE;
	}
	atomic_store_explicit(&bottom, b + 1, memory_order_relaxed);
	return task;
}

static int steal(void)
{
	long t = atomic_load(&top), b = atomic_load(&bottom);
	int task = NONE;

	if (t < b) {
		task = atomic_load_explicit(&tasks[t % SIZE], memory_order_relaxed);
		if (!atomic_compare_exchange_strong(&top, &t, t + 1))
			task = NONE;
	}
	return task;
}

static void run(int task)
{
	if (task != NONE)
		assert(atomic_fetch_add(&taken[task], 1) == 0);
}

static void *steals(void *unused)
{
	(void)unused;
	run(steal());
	return NULL;
}

int main(void)
{
	pthread_t thief;

	push(1);
	pthread_create(&thief, NULL, steals, NULL);
	push(2);
	run(take());
	run(take());
	pthread_join(thief, NULL);
	run(take());
	assert(taken[1] == 1 && taken[2] == 1);
	return 0;
}
