/* A function that is one step by its name, and one with __VERIFIER_atomic_begin and _end. Right. */
#include <assert.h>
#include <pthread.h>

extern void __VERIFIER_atomic_begin(void);
extern void __VERIFIER_atomic_end(void);

static int count, locked;

static void __VERIFIER_atomic_acquire(void)
{
	__extension__ extern void __VERIFIER_assume(int);

	__VERIFIER_assume(locked == 0);
	locked = 1;
}

static void *counts(void *unused)
{
	(void)unused;
	__VERIFIER_atomic_acquire();
	count++;
	__VERIFIER_atomic_begin();
	locked = 0;
	__VERIFIER_atomic_end();
	return 0;
}

int main(void)
{
	pthread_t a, b;

	pthread_create(&a, 0, counts, 0);
	pthread_create(&b, 0, counts, 0);
	pthread_join(a, 0);
	pthread_join(b, 0);
	assert(count == 2);
	return 0;
}
