/* An error path returns with the mutex held. Wrong. */
#include <sys/param.h>
#include <sys/lock.h>
#include <sys/malloc.h>
#include <sys/mutex.h>
#include <pthread.h>

static struct mtx lock;
MTX_SYSINIT(lock, &lock, "softc", MTX_DEF);

static void *sends(void *unused)
{
	void *p;

	mtx_lock(&lock);
	p = malloc(8, M_DEVBUF, M_NOWAIT);
	if (p == NULL)
		return (NULL);
	mtx_unlock(&lock);
	free(p, M_DEVBUF);
	return (NULL);
}

int main(void)
{
	pthread_t t;

	pthread_create(&t, NULL, sends, NULL);
	pthread_join(t, NULL);
	return (0);
}
