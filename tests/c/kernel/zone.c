/* A zone whose items begin with a mutex: made once for each, destroyed before the memory goes. Right. */
#include <sys/param.h>
#include <sys/lock.h>
#include <sys/mutex.h>
#include <sys/systm.h>
#include <vm/uma.h>
#include <assert.h>
#include <pthread.h>

struct item {
	struct mtx lock;
	int uses;
};

static uma_zone_t zone;

static int item_ctor(void *mem, int size, void *arg, int flags)
{
	struct item *i = mem;

	assert(size == sizeof(struct item) && arg == NULL);
	mtx_init(&i->lock, "item", NULL, MTX_DEF | MTX_NEW);
	i->uses = 0;
	return (0);
}

static void item_dtor(void *mem, int size, void *arg)
{
	mtx_destroy(&((struct item *)mem)->lock);
}

static void *works(void *unused)
{
	struct item *i = uma_zalloc(zone, M_WAITOK);

	mtx_lock(&i->lock);
	assert(i->uses++ == 0);
	mtx_unlock(&i->lock);
	uma_zfree(zone, i);
	return (NULL);
}

int main(void)
{
	pthread_t t;

	zone = uma_zcreate("items", sizeof(struct item), item_ctor, item_dtor, NULL, NULL, UMA_ALIGN_PTR, 0);
	pthread_create(&t, NULL, works, NULL);
	works(NULL);
	pthread_join(t, NULL);
	uma_zdestroy(zone);
	return (0);
}
