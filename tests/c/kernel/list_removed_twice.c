/* Who finds the note lets the mutex go before it takes the note out: the other finds it, too. Wrong. */
#include <sys/param.h>
#include <sys/lock.h>
#include <sys/mutex.h>
#include <sys/queue.h>
#include <sys/systm.h>
#include <pthread.h>

struct note {
	LIST_ENTRY(note) link;
};

static LIST_HEAD(, note) notes = LIST_HEAD_INITIALIZER(notes);
static struct note first, second;
static struct mtx lock;
MTX_SYSINIT(lock, &lock, "notes", MTX_DEF);

static void *removes(void *unused)
{
	struct note *n;

	mtx_lock(&lock);
	n = LIST_FIRST(&notes);
	mtx_unlock(&lock);
	if (n != NULL) {
		mtx_lock(&lock);
		LIST_REMOVE(n, link);
		mtx_unlock(&lock);
	}
	return (NULL);
}

int main(void)
{
	pthread_t a, b;

	LIST_INSERT_HEAD(&notes, &second, link);
	LIST_INSERT_HEAD(&notes, &first, link);
	pthread_create(&a, NULL, removes, NULL);
	pthread_create(&b, NULL, removes, NULL);
	pthread_join(a, NULL);
	pthread_join(b, NULL);
	return (0);
}
