/* An sx lock is taken with a mutex held: who waits for it sleeps. Wrong. */
#include <sys/param.h>
#include <sys/lock.h>
#include <sys/mutex.h>
#include <sys/sx.h>

static struct mtx inner;
static struct sx outer;
MTX_SYSINIT(inner, &inner, "inner", MTX_DEF);
SX_SYSINIT(outer, &outer, "outer");

int main(void)
{
	mtx_lock(&inner);
	sx_xlock(&outer);
	sx_xunlock(&outer);
	mtx_unlock(&inner);
	return (0);
}
