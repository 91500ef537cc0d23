/* A reader leaves with the tracker of another lock. Wrong. */
#include <sys/param.h>
#include <sys/lock.h>
#include <sys/rmlock.h>

static struct rmlock lock, other;
RM_SYSINIT(lock, &lock, "lock");
RM_SYSINIT(other, &other, "other");

int main(void)
{
	struct rm_priotracker one, two;

	rm_rlock(&lock, &one);
	rm_rlock(&other, &two);
	rm_runlock(&other, &one);
	rm_runlock(&lock, &two);
	return (0);
}
