/* A queue of events in the style of kqueue(9): an object's lock, given as functions, covers its list of notes and what
 * their filter looks at; a mutex of the queue covers the queue and the notes' states. Who scans takes a note off, asks
 * its filter under the object's lock, and decides under both. Right. */
#include <sys/param.h>
#include <sys/event.h>
#include <sys/kernel.h>
#include <sys/lock.h>
#include <sys/mutex.h>
#include <sys/systm.h>
#include <vm/uma.h>
#include <assert.h>
#include <pthread.h>

struct queue {
	struct mtx lock;
	TAILQ_HEAD(, knote) head;	/* (lock) */
	int sleeping;			/* (lock) */
};

struct pipe {
	struct mtx lock;
	struct knlist notes;	/* (lock) */
	int bytes;		/* (lock) */
};

static struct queue queue;
static struct pipe pipe;
static uma_zone_t note_zone;

static void lock_mtx(void *lock)
{
	mtx_lock(lock);
}

static void unlock_mtx(void *lock)
{
	mtx_unlock(lock);
}

static int pipe_event(struct knote *kn, long hint)
{
	struct pipe *p = kn->kn_hook;

	mtx_assert(&p->lock, MA_OWNED);
	kn->kn_data = p->bytes;
	return (kn->kn_data > 0);
}

static const struct filterops pipe_filter = { .f_isfd = 1, .f_event = pipe_event };

static void make(void)
{
	note_zone = uma_zcreate("notes", sizeof(struct knote), NULL, NULL, NULL, NULL, UMA_ALIGN_PTR, 0);
	mtx_init(&queue.lock, "queue", NULL, MTX_DEF);
	TAILQ_INIT(&queue.head);
	mtx_init(&pipe.lock, "pipe", NULL, MTX_DEF);
	pipe.notes.kl_lock = lock_mtx;
	pipe.notes.kl_unlock = unlock_mtx;
	pipe.notes.kl_lockarg = &pipe.lock;
}
SYSINIT(make, SI_SUB_PSEUDO, SI_ORDER_ANY, make, NULL);

static void activate(struct knote *kn)
{
	mtx_assert(&queue.lock, MA_OWNED);
	kn->kn_status |= KN_ACTIVE;
	if ((kn->kn_status & KN_QUEUED) != 0)
		return;
	KASSERT((kn->kn_status & KN_DISABLED) == 0, ("note %p is disabled", kn));
	kn->kn_status |= KN_QUEUED;
	TAILQ_INSERT_TAIL(&queue.head, kn, kn_tqe);
	if (queue.sleeping) {
		queue.sleeping = 0;
		wakeup(&queue);
	}
}

/* Bytes have come: the pipe's lock is held. */
static void notify(struct knlist *list)
{
	struct knote *kn;

	SLIST_FOREACH(kn, &list->kl_list, kn_selnext) {
		if (kn->kn_fop->f_event(kn, 0) != 0) {
			mtx_lock(&queue.lock);
			activate(kn);
			mtx_unlock(&queue.lock);
		}
	}
}

/* Waits for a note whose filter has something to say. */
static struct knote *scan(void)
{
	struct knlist *list = &pipe.notes;
	struct knote *kn;
	int ready;

	mtx_lock(&queue.lock);
	for (;;) {
		while ((kn = TAILQ_FIRST(&queue.head)) == NULL) {
			queue.sleeping = 1;
			msleep(&queue, &queue.lock, PSOCK, "kqread", 0);
		}
		TAILQ_REMOVE(&queue.head, kn, kn_tqe);
		mtx_unlock(&queue.lock);
		list->kl_lock(list->kl_lockarg);
		ready = kn->kn_fop->f_event(kn, 0);
#ifdef FORGETS
		list->kl_unlock(list->kl_lockarg);
#endif
		mtx_lock(&queue.lock);
		kn->kn_status &= ~(KN_QUEUED | KN_ACTIVE);
#ifndef FORGETS
		list->kl_unlock(list->kl_lockarg);
#endif
		if (ready) {
			mtx_unlock(&queue.lock);
			return (kn);
		}
	}
}

static void *produces(void *unused)
{
	mtx_lock(&pipe.lock);
	pipe.bytes++;
	notify(&pipe.notes);
	mtx_unlock(&pipe.lock);
	return (NULL);
}

int main(void)
{
	pthread_t t;
	struct knote *kn = uma_zalloc(note_zone, M_WAITOK | M_ZERO);

	EV_SET(&kn->kn_kevent, 3, EVFILT_READ, EV_ADD, 0, 0, NULL);
	kn->kn_hook = &pipe;
	kn->kn_fop = &pipe_filter;
	mtx_lock(&pipe.lock);
	SLIST_INSERT_HEAD(&pipe.notes.kl_list, kn, kn_selnext);
	mtx_unlock(&pipe.lock);
	mtx_lock(&queue.lock);
	activate(kn);
	mtx_unlock(&queue.lock);
	pthread_create(&t, NULL, produces, NULL);
	assert(scan() == kn && kn->kn_id == 3 && kn->kn_filter == EVFILT_READ);
	pthread_join(t, NULL);
	return (0);
}
