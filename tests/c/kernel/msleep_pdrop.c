/* With PDROP msleep does not take the mutex again, whatever it returns. Wrong. */
#include <sys/param.h>
#include <sys/lock.h>
#include <sys/mutex.h>
#include <sys/systm.h>

static struct mtx lock;
MTX_SYSINIT(lock, &lock, "channel", MTX_DEF);

int main(void)
{
	int error;

	mtx_lock(&lock);
	error = msleep(&lock, &lock, PWAIT | PDROP, "never", hz);
	if (error == EWOULDBLOCK)
		mtx_unlock(&lock);
	return (0);
}
