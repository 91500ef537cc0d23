/* A list under a mutex: two threads insert, one takes. Right. */
#include <sys/param.h>
#include <sys/lock.h>
#include <sys/malloc.h>
#include <sys/mutex.h>
#include <sys/queue.h>
#include <sys/systm.h>
#include <assert.h>
#include <pthread.h>

MALLOC_DEFINE(M_NOTE, "note", "notes of a test");

struct note {
	TAILQ_ENTRY(note) link;
	int key;
};

static TAILQ_HEAD(, note) notes = TAILQ_HEAD_INITIALIZER(notes);
static struct mtx lock;
MTX_SYSINIT(lock, &lock, "notes", MTX_DEF);

static void *inserts(void *key)
{
	struct note *n = malloc(sizeof(*n), M_NOTE, M_WAITOK | M_ZERO);

	n->key = (int)(long)key;
	mtx_lock(&lock);
	TAILQ_INSERT_TAIL(&notes, n, link);
	mtx_unlock(&lock);
	return (NULL);
}

static int take(void)
{
	struct note *n;
	int key = 0;

	mtx_lock(&lock);
	if ((n = TAILQ_FIRST(&notes)) != NULL) {
		TAILQ_REMOVE(&notes, n, link);
		key = n->key;
	}
	mtx_unlock(&lock);
	free(n, M_NOTE);
	return (key);
}

int main(void)
{
	pthread_t a, b;
	int sum = take();

	pthread_create(&a, NULL, inserts, (void *)1);
	pthread_create(&b, NULL, inserts, (void *)2);
	sum += take();
	pthread_join(a, NULL);
	pthread_join(b, NULL);
	sum += take();
	sum += take();
	assert(sum == 3 && TAILQ_EMPTY(&notes));
	return (0);
}
