/* A mutex that blocks is taken with a spin mutex held. Wrong. */
#include <sys/param.h>
#include <sys/lock.h>
#include <sys/mutex.h>

static struct mtx spin, blocks;
MTX_SYSINIT(spin, &spin, "intr", MTX_SPIN);
MTX_SYSINIT(blocks, &blocks, "softc", MTX_DEF);

int main(void)
{
	mtx_lock_spin(&spin);
	mtx_lock(&blocks);
	mtx_unlock(&blocks);
	mtx_unlock_spin(&spin);
	return (0);
}
