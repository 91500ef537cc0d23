/* A ring that is taken for full one too late. Wrong: a value is overwritten before it was read. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

enum { SIZE = 2, ITEMS = 3 };
static atomic_int slots[SIZE];
static atomic_uint head, tail;

static void *produces(void *unused)
{
	(void)unused;
	for (int i = 1; i <= ITEMS; i++) {
		while (head - tail > SIZE)
			;
		slots[head % SIZE] = i;
		head++;
	}
	return NULL;
}

int main(void)
{
	pthread_t a;

	pthread_create(&a, NULL, produces, NULL);
	for (int i = 1; i <= ITEMS; i++) {
		while (head == tail)
			;
		assert(slots[tail % SIZE] == i);
		tail++;
	}
	pthread_join(a, NULL);
	return 0;
}
