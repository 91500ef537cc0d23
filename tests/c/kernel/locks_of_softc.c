/* Memory of malloc(9) that goes through a function, a global and an array before anybody uses it. */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/lock.h>
#include <sys/malloc.h>
#include <sys/mutex.h>
#include <sys/proc.h>
#include <pthread.h>

struct item {
	int first, second;
};

struct softc {
	struct mtx lock;
	struct mtx other;
	struct item *item;
	int packets;
	uint32_t bits;
};

static struct softc *units[2];

static void *
make(size_t size)
{
	return (malloc(size, M_DEVBUF, M_WAITOK | M_ZERO));
}

static void *
interrupts(void *arg)
{
	struct softc *sc = arg;

	mtx_lock(&sc->lock);
	mtx_lock(&sc->other);
	sc->packets++;
	sc->item->first++;
	mtx_unlock(&sc->other);
	mtx_unlock(&sc->lock);
	return (NULL);
}

int
main(void)
{
	pthread_t t;

	units[1] = make(sizeof(struct softc));
	mtx_init(&units[1]->lock, "softc", NULL, MTX_DEF);
	mtx_init(&units[1]->other, "softc's other", NULL, MTX_DEF);
	units[1]->item = make(sizeof(struct item));
	pthread_create(&t, NULL, interrupts, units[1]);
	mtx_lock(&units[1]->lock);
	units[1]->item->first++;
	units[1]->packets++;
	mtx_unlock(&units[1]->lock);
	pthread_join(t, NULL);
	units[1]->bits = 0xf0f0;
	MPASS(bitcount32(units[1]->bits) == 8 && bitcount64(~0ul) == 64 && bitcount16(0x30001) == 1);
	MPASS(units[1]->packets == 2 && units[1]->item->first == 2);
	mtx_destroy(&units[1]->lock);
	mtx_destroy(&units[1]->other);
	free(units[1]->item, M_DEVBUF);
	free(units[1], M_DEVBUF);
	return (0);
}
