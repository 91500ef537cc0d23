/* A producer compares two indices that it reads one after the other. In between another thread puts and takes an item:
 * the empty ring looks full. Wrong. */
#include <sys/param.h>
#include <sys/systm.h>
#include <machine/atomic.h>
#include <assert.h>
#include <pthread.h>

#define MASK 3

static volatile uint32_t claimed, published, released;
static void *slot[MASK + 1];

static int put(void *item)
{
	uint32_t head, next;

	do {
		head = claimed;
		next = (head + 1) & MASK;
		if (next == released)
			return (ENOBUFS);
	} while (atomic_cmpset_int(&claimed, head, next) == 0);
	slot[head] = item;
	while (published != head)
		cpu_spinwait();
	atomic_store_rel_int(&published, next);
	return (0);
}

static void *take(void)
{
	uint32_t head = released;
	void *item;

	if (head == atomic_load_acq_int(&published))
		return (NULL);
	item = slot[head];
	atomic_store_rel_int(&released, (head + 1) & MASK);
	return (item);
}

static void *puts_and_takes(void *item)
{
	if (put(item) == 0)
		while (take() == NULL)
			;
	return (NULL);
}

int main(void)
{
	pthread_t other;
	int mine, its;

	pthread_create(&other, NULL, puts_and_takes, &its);
	assert(put(&mine) == 0);
	pthread_join(other, NULL);
	return (0);
}
