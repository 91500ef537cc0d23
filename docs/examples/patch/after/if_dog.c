#include <sys/param.h>
#include <sys/bus.h>
#include <sys/callout.h>
#include <sys/kernel.h>
#include <sys/lock.h>
#include <sys/malloc.h>
#include <sys/mutex.h>
#include <sys/systm.h>

#include "if_dog.h"

MALLOC_DEFINE(M_DOG, "dog", "a network card with a watchdog");

/* The chip has said nothing for a while. The callout's mutex is held. */
static void
dog_watchdog(void *arg)
{
	struct dog_softc *sc = arg;

	sc->sc_resets++;
}

/* The chip speaks. */
static void
dog_intr(void *arg)
{
	struct dog_softc *sc = arg;

	mtx_lock(&sc->sc_mtx);
	sc->sc_packets++;
	callout_reset(&sc->sc_timer, 5 * hz, dog_watchdog, sc);
	mtx_unlock(&sc->sc_mtx);
}

int
dog_attach(device_t dev)
{
	struct dog_softc *sc = malloc(sizeof(*sc), M_DOG, M_WAITOK | M_ZERO);

	device_set_softc(dev, sc);
	mtx_init(&sc->sc_mtx, device_get_nameunit(dev), "dog", MTX_DEF);
	callout_init_mtx(&sc->sc_timer, &sc->sc_mtx, 0);
	return (bus_setup_intr(dev, dog_intr, sc, &sc->sc_cookie));
}

int
dog_detach(device_t dev)
{
	struct dog_softc *sc = device_get_softc(dev);

	bus_teardown_intr(dev, sc->sc_cookie);
	callout_drain(&sc->sc_timer);
	mtx_destroy(&sc->sc_mtx);
	free(sc, M_DOG);
	return (0);
}
