/* The same list, and one of the threads inserts without the mutex. Wrong. */
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
static struct mtx lock;
MTX_SYSINIT(lock, &lock, "notes", MTX_DEF);

static void *inserts(void *n)
{
	LIST_INSERT_HEAD(&notes, (struct note *)n, link);
	return (NULL);
}

int main(void)
{
	static struct note one, other;
	pthread_t a;

	pthread_create(&a, NULL, inserts, &one);
	mtx_lock(&lock);
	LIST_INSERT_HEAD(&notes, &other, link);
	mtx_unlock(&lock);
	pthread_join(a, NULL);
	return (0);
}
