/* An interrupt enqueues a task; who wants to free its memory drains it. Right. */
#include <sys/param.h>
#include <sys/kernel.h>
#include <sys/lock.h>
#include <sys/malloc.h>
#include <sys/mutex.h>
#include <sys/priority.h>
#include <sys/systm.h>
#include <sys/taskqueue.h>
#include <assert.h>
#include <pthread.h>

struct softc {
	struct task task;
	struct taskqueue *queue;
	u_int done;
};

static void works(void *context, int pending)
{
	struct softc *sc = context;

	KASSERT(pending == 1, ("%d pending", pending));
	sc->done += pending;
}

static void *interrupts(void *arg)
{
	struct softc *sc = arg;

	taskqueue_enqueue(sc->queue, &sc->task);
	return (NULL);
}

int main(void)
{
	struct softc *sc = malloc(sizeof(*sc), M_DEVBUF, M_WAITOK | M_ZERO);
	struct taskqueue *queue;
	pthread_t t;

	TASK_INIT(&sc->task, 0, works, sc);
	queue = sc->queue = taskqueue_create("works", M_WAITOK, taskqueue_thread_enqueue, &sc->queue);
	taskqueue_start_threads(&sc->queue, 1, PI_NET, "%s taskq", "works");
	pthread_create(&t, NULL, interrupts, sc);
	pthread_join(t, NULL);
#ifndef NO_DRAIN
	taskqueue_drain(sc->queue, &sc->task);
	assert(sc->done == 1);
#endif
	free(sc, M_DEVBUF);
	taskqueue_free(queue);
	return (0);
}
