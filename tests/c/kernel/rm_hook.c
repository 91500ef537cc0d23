/* A hook that is called under a read-mostly lock, and goes away under it. Right. */
#include <sys/param.h>
#include <sys/lock.h>
#include <sys/malloc.h>
#include <sys/rmlock.h>
#include <sys/systm.h>
#include <assert.h>
#include <pthread.h>

static struct rmlock lock;
static int *hook;
RM_SYSINIT(hooks, &lock, "hooks");

static void *calls(void *unused)
{
	struct rm_priotracker tracker;

	rm_rlock(&lock, &tracker);
	if (hook != NULL)
		assert(*hook == 1);
	rm_runlock(&lock, &tracker);
	return (NULL);
}

int main(void)
{
	pthread_t a, b;
	int *old = malloc(sizeof(*old), M_TEMP, M_WAITOK);

	*old = 1;
	hook = old;
	pthread_create(&a, NULL, calls, NULL);
	pthread_create(&b, NULL, calls, NULL);
	rm_wlock(&lock);
	hook = NULL;
	rm_wunlock(&lock);
	free(old, M_TEMP);
	pthread_join(a, NULL);
	pthread_join(b, NULL);
	return (0);
}
