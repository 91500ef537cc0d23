/* A driver's softc, its timer, and how it comes and goes. DETACH says how it goes. */
#include <sys/param.h>
#include <sys/bus.h>
#include <sys/callout.h>
#include <sys/kernel.h>
#include <sys/lock.h>
#include <sys/malloc.h>
#include <sys/module.h>
#include <sys/mutex.h>
#include <sys/systm.h>
#include <pthread.h>

MALLOC_DEFINE(M_NIC, "nic", "a driver of a test");

struct nic_softc {
	struct mtx lock;
	struct callout timer;
	int ticks;	/* (lock) */
	int going;	/* (lock) */
};

static void nic_tick(void *arg)
{
	struct nic_softc *sc = arg;

	mtx_assert(&sc->lock, MA_OWNED);
	sc->ticks++;
	if (sc->ticks < 2 && !sc->going)
		callout_reset(&sc->timer, hz, nic_tick, sc);
}

static struct nic_softc *nic_attach(void)
{
	struct nic_softc *sc = malloc(sizeof(*sc), M_NIC, M_WAITOK | M_ZERO);

	mtx_init(&sc->lock, "nic", NULL, MTX_DEF);
	callout_init_mtx(&sc->timer, &sc->lock, 0);
	mtx_lock(&sc->lock);
	callout_reset(&sc->timer, hz, nic_tick, sc);
	mtx_unlock(&sc->lock);
	return (sc);
}

static void nic_detach(struct nic_softc *sc)
{
	mtx_lock(&sc->lock);
	sc->going = 1;
#ifdef DRAIN_LOCKED
	callout_drain(&sc->timer);
#endif
	mtx_unlock(&sc->lock);
#ifdef STOP_ONLY
	mtx_lock(&sc->lock);
	callout_stop(&sc->timer);
	mtx_unlock(&sc->lock);
#else
	callout_drain(&sc->timer);
#endif
	mtx_destroy(&sc->lock);
	free(sc, M_NIC);
}

static void *interrupts(void *arg)
{
	struct nic_softc *sc = arg;

	mtx_lock(&sc->lock);
	if (!sc->going)
		sc->ticks = 0;
	mtx_unlock(&sc->lock);
	return (NULL);
}

int main(void)
{
	struct nic_softc *sc = nic_attach();
	pthread_t t;

	pthread_create(&t, NULL, interrupts, sc);
	pthread_join(t, NULL);
	nic_detach(sc);
	return (0);
}
