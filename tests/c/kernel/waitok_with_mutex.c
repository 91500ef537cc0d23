/* Memory is asked for with M_WAITOK while a mutex is held. Wrong. */
#include <sys/param.h>
#include <sys/lock.h>
#include <sys/malloc.h>
#include <sys/mutex.h>

static struct mtx lock;
MTX_SYSINIT(lock, &lock, "list", MTX_DEF);

int main(void)
{
	void *p;

	mtx_lock(&lock);
	p = malloc(16, M_TEMP, M_WAITOK);
	mtx_unlock(&lock);
	free(p, M_TEMP);
	return (0);
}
