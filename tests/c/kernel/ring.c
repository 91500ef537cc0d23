/* A ring of pointers for several producers and consumers, whose counters never wrap within it: a producer claims a place,
 * fills it, and publishes it in order. Right. */
#include <sys/param.h>
#include <sys/systm.h>
#include <machine/atomic.h>
#include <machine/cpu.h>
#include <assert.h>
#include <pthread.h>

#define SIZE 4

static struct {
	uint32_t claimed, published;
	uint32_t taken, released;
	void *slot[SIZE];
} ring;

static int put(void *item)
{
	uint32_t head, tail;

	critical_enter();
	do {
		head = atomic_load_acq_32(&ring.claimed);
		tail = atomic_load_acq_32(&ring.released);
		if (head - tail == SIZE) {
			critical_exit();
			return (ENOBUFS);
		}
	} while (atomic_cmpset_32(&ring.claimed, head, head + 1) == 0);
	ring.slot[head % SIZE] = item;
	while (atomic_load_acq_32(&ring.published) != head)
		cpu_spinwait();
	atomic_store_rel_32(&ring.published, head + 1);
	critical_exit();
	return (0);
}

static void *take(void)
{
	uint32_t head = ring.taken;
	void *item;

	if (head == atomic_load_acq_32(&ring.published))
		return (NULL);
	item = ring.slot[head % SIZE];
	ring.taken = head + 1;
	atomic_store_rel_32(&ring.released, head + 1);
	return (item);
}

static void *produces(void *item)
{
	assert(put(item) == 0);
	return (NULL);
}

int main(void)
{
	pthread_t a, b;
	int first, second, seen = 0;

	pthread_create(&a, NULL, produces, &first);
	pthread_create(&b, NULL, produces, &second);
	while (seen != 3) {
		void *item = take();
		if (item == NULL)
			cpu_spinwait();
		else
			seen += item == &first ? 1 : 2;
	}
	pthread_join(a, NULL);
	pthread_join(b, NULL);
	assert(take() == NULL);
	return (0);
}
