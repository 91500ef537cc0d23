/* A driver panics when its device answers what it never should. Wrong. */
#include <sys/param.h>
#include <sys/systm.h>
#include <machine/atomic.h>
#include <pthread.h>

static u_int status;

static void *device(void *unused)
{
	atomic_set_int(&status, 4);
	return (NULL);
}

int main(void)
{
	pthread_t a;

	pthread_create(&a, NULL, device, NULL);
	if (atomic_readandclear_int(&status) & 4)
		panic("%s: status %#x after %d tries", "nic0", 4, 1);
	pthread_join(a, NULL);
	return (0);
}
