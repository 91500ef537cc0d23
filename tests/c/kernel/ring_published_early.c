/* A ring with its slots at its end. The place is published before it is filled. Wrong. */
#include <sys/param.h>
#include <sys/malloc.h>
#include <machine/atomic.h>
#include <pthread.h>

struct ring {
	uint32_t published;
	void *slot[];
};

static void *takes(void *arg)
{
	struct ring *r = arg;

	return (atomic_load_acq_32(&r->published) != 0 ? r->slot[0] : NULL);
}

int main(void)
{
	pthread_t t;
	struct ring *r = malloc(sizeof(*r) + 4 * sizeof(void *), M_DEVBUF, M_WAITOK | M_ZERO);

	pthread_create(&t, NULL, takes, r);
	atomic_store_rel_32(&r->published, 1);
	r->slot[0] = &t;
	pthread_join(t, NULL);
	free(r, M_DEVBUF);
	return (0);
}
