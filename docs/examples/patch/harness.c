/* One card: it is attached, interrupts, and is detached. */
#include <sys/param.h>
#include <sys/bus.h>
#include <sys/callout.h>
#include <sys/lock.h>
#include <sys/mutex.h>
#include <assert.h>

#include "if_dog.h"

int
main(void)
{
	struct device dog0 = { .dv_nameunit = "dog0" };

	assert(dog_attach(&dog0) == 0);
	assert(dog_detach(&dog0) == 0);
}
