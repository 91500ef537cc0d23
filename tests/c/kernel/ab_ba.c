/* Two mutexes, in two orders. Wrong. */
#include <sys/param.h>
#include <sys/lock.h>
#include <sys/mutex.h>
#include <pthread.h>

static struct mtx a, b;
MTX_SYSINIT(a, &a, "a", MTX_DEF);
MTX_SYSINIT(b, &b, "b", MTX_DEF);

static void *other(void *unused)
{
	mtx_lock(&b);
	mtx_lock(&a);
	mtx_unlock(&a);
	mtx_unlock(&b);
	return (NULL);
}

int main(void)
{
	pthread_t t;

	pthread_create(&t, NULL, other, NULL);
	mtx_lock(&a);
	mtx_lock(&b);
	mtx_unlock(&b);
	mtx_unlock(&a);
	pthread_join(t, NULL);
	return (0);
}
