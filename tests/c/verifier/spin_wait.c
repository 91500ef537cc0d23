/* GenMC's marks around a loop that waits. Right. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

extern void __VERIFIER_spin_start(void);
extern void __VERIFIER_spin_end(int);

static atomic_int ready;
static int data;

static void *sends(void *unused)
{
	(void)unused;
	data = 4;
	atomic_store_explicit(&ready, 1, memory_order_release);
	return NULL;
}

int main(void)
{
	pthread_t a;
	int seen;

	pthread_create(&a, NULL, sends, NULL);
	do {
		__VERIFIER_spin_start();
		seen = atomic_load_explicit(&ready, memory_order_acquire);
		__VERIFIER_spin_end(seen);
	} while (!seen);
	assert(data == 4);
	pthread_join(a, NULL);
	return 0;
}
