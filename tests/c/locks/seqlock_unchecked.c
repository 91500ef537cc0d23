/* A sequence lock whose reader does not look at the number again. Wrong: it sees half of a change. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

static atomic_uint sequence;
static atomic_int low, high;

static void *writes(void *unused)
{
	(void)unused;
	atomic_fetch_add(&sequence, 1);
	atomic_store(&low, 1);
	atomic_store(&high, -1);
	atomic_fetch_add(&sequence, 1);
	return NULL;
}

int main(void)
{
	pthread_t a;
	int x, y;

	pthread_create(&a, NULL, writes, NULL);
	while (atomic_load(&sequence) & 1)
		;
	x = atomic_load(&low);
	y = atomic_load(&high);
	assert(x == -y);
	pthread_join(a, NULL);
	return 0;
}
