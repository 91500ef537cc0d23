/* A reader takes a mutex under the lock, another takes the lock under the mutex; with a writer in between nobody goes
 * on. Wrong. */
#include <sys/param.h>
#include <sys/lock.h>
#include <sys/mutex.h>
#include <sys/rwlock.h>
#include <pthread.h>

static struct rwlock table;
static struct mtx entry;
RW_SYSINIT(table, &table, "table");
MTX_SYSINIT(entry, &entry, "entry", MTX_DEF);

static void *looks_up(void *unused)
{
	rw_rlock(&table);
	mtx_lock(&entry);
	mtx_unlock(&entry);
	rw_runlock(&table);
	return (NULL);
}

static void *expires(void *unused)
{
	mtx_lock(&entry);
	rw_rlock(&table);
	rw_runlock(&table);
	mtx_unlock(&entry);
	return (NULL);
}

int main(void)
{
	pthread_t a, b;

	pthread_create(&a, NULL, looks_up, NULL);
	pthread_create(&b, NULL, expires, NULL);
	rw_wlock(&table);
	rw_wunlock(&table);
	pthread_join(a, NULL);
	pthread_join(b, NULL);
	return (0);
}
