/* Half of a driver, for scenarios in Python: they take the same mutex. */
#include <sys/param.h>
#include <sys/lock.h>
#include <sys/mutex.h>

struct softc {
	struct mtx lock;
	int packets;	/* (lock) */
};

void receive(struct softc *sc)
{
	mtx_lock(&sc->lock);
	sc->packets++;
	mtx_unlock(&sc->lock);
}

void receive_locked(struct softc *sc)
{
	mtx_assert(&sc->lock, MA_OWNED);
	sc->packets++;
}
