/* A work-stealing deque whose owner takes the last task without a compare-exchange. Wrong: a task runs twice. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

enum { SIZE = 4, NONE = 0 };
static atomic_int tasks[SIZE];
static atomic_long top, bottom;
static atomic_int taken[2];

static int take(void)
{
	long b = bottom - 1;

	bottom = b;
	if (top <= b)
		return tasks[b % SIZE];
	bottom = b + 1;
	return NONE;
}

static int steal(void)
{
	long t = top;
	int task = NONE;

	if (t < bottom) {
		task = tasks[t % SIZE];
		if (!atomic_compare_exchange_strong(&top, &t, t + 1))
			task = NONE;
	}
	return task;
}

static void run(int task)
{
	if (task != NONE)
		assert(taken[task]++ == 0);
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

	tasks[0] = 1;
	bottom = 1;
	pthread_create(&thief, NULL, steals, NULL);
	run(take());
	pthread_join(thief, NULL);
	return 0;
}
