/* The same in a kernel without INVARIANTS: nobody looks. Right. */
#include <sys/param.h>
#include <sys/systm.h>
#include <machine/atomic.h>
#include <pthread.h>

static u_int count;

static void *counts(void *unused)
{
	atomic_store_int(&count, atomic_load_int(&count) + 1);
	return (NULL);
}

int main(void)
{
	pthread_t a;

	pthread_create(&a, NULL, counts, NULL);
	counts(NULL);
	pthread_join(a, NULL);
	KASSERT(count == 2, ("%s: count %u at %p is not %d", __func__, count, &count, 2));
	MPASS(count == 2);
	return (0);
}
