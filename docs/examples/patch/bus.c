/* The bus: an interrupt handler runs as a thread, as often as `interrupts` says. */
#include <sys/param.h>
#include <sys/bus.h>
#include <sys/callout.h>
#include <sys/lock.h>
#include <sys/mutex.h>
#include <pthread.h>

#include "if_dog.h"

int interrupts = 1;

static driver_intr_t *handler;
static void *handler_arg;
static pthread_t chip;

static void *
chip_main(void *unused)
{
	for (int i = 0; i < interrupts; i++)
		handler(handler_arg);
	return (NULL);
}

int
bus_setup_intr(device_t dev, driver_intr_t *function, void *arg, void **cookie)
{
	handler = function;
	handler_arg = arg;
	*cookie = &chip;
	return (pthread_create(&chip, NULL, chip_main, NULL));
}

/* Returns when the handler has returned and will not be called again. */
int
bus_teardown_intr(device_t dev, void *cookie)
{
	return (pthread_join(chip, NULL));
}
