/* A table under a rw lock: a reader that finds nothing becomes the writer, or looks again. Right. */
#include <sys/param.h>
#include <sys/lock.h>
#include <sys/rwlock.h>
#include <sys/systm.h>
#include <assert.h>
#include <pthread.h>

static struct rwlock lock;
static int entry, inserted;
RW_SYSINIT(table, &lock, "table");

static void *finds(void *unused)
{
	rw_rlock(&lock);
	if (entry == 0) {
		if (!rw_try_upgrade(&lock)) {
			rw_runlock(&lock);
			rw_wlock(&lock);
		}
		rw_assert(&lock, RA_WLOCKED);
		if (entry == 0) {
			entry = 7;
			inserted++;
		}
		rw_downgrade(&lock);
	}
	assert(entry == 7);
	rw_unlock(&lock);
	return (NULL);
}

int main(void)
{
	pthread_t a, b;

	pthread_create(&a, NULL, finds, NULL);
	pthread_create(&b, NULL, finds, NULL);
	pthread_join(a, NULL);
	pthread_join(b, NULL);
	assert(inserted == 1);
	return (0);
}
