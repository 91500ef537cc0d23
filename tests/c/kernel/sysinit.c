/* What is made before main is made in the order of subsystems, whatever stands first. Right. */
#include <sys/param.h>
#include <sys/kernel.h>
#include <assert.h>

static int made;

static void second(void *arg)
{
	assert(made == 1);
	made = *(int *)arg;
}
static int two = 2;
SYSINIT(second, SI_SUB_DRIVERS, SI_ORDER_SECOND, second, &two);

static void last(void *unused)
{
	assert(made == 2);
	made = 3;
}
SYSINIT(last, SI_SUB_PSEUDO, SI_ORDER_FIRST, last, NULL);

static void first(void)
{
	assert(made == 0);
	made = 1;
}
SYSINIT(first, SI_SUB_DRIVERS, SI_ORDER_FIRST, first, NULL);

int main(void)
{
	assert(made == 3);
	return (0);
}
