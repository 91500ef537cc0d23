/* The last of those who have a reference frees the object. Right. */
#include <sys/param.h>
#include <sys/malloc.h>
#include <sys/refcount.h>
#include <sys/systm.h>
#include <assert.h>
#include <pthread.h>

struct object {
	volatile u_int refs;
	int value;
};

static void release(struct object *o)
{
	if (refcount_release(&o->refs)) {
		assert(o->value == 3);
		free(o, M_TEMP);
	}
}

static void *uses(void *o)
{
	release(o);
	return (NULL);
}

int main(void)
{
	struct object *o = malloc(sizeof(*o), M_TEMP, M_WAITOK | M_ZERO);
	pthread_t t;

	refcount_init(&o->refs, 1);
	o->value = 3;
#ifndef LATE
	refcount_acquire(&o->refs);
#endif
	pthread_create(&t, NULL, uses, o);
#ifdef LATE
	refcount_acquire(&o->refs);
#endif
	release(o);
	pthread_join(t, NULL);
	return (0);
}
