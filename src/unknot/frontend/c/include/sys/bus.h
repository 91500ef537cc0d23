/* Devices as a harness makes them: there is no bus. `struct device d = { "foo0", &softc, 0, 0 };` */
#ifndef _SYS_BUS_H_
#define _SYS_BUS_H_

#include <sys/_kernel.h>
#include <sys/types.h>
#include <sys/systm.h>

struct device {
	const char *dv_nameunit;
	void *dv_softc;
	void *dv_ivars;
	int dv_unit;
};
typedef struct device *device_t;
typedef struct devclass *devclass_t;
typedef struct driver driver_t;

typedef int driver_filter_t(void *);
typedef void driver_intr_t(void *);

#define FILTER_STRAY 0x01
#define FILTER_HANDLED 0x02
#define FILTER_SCHEDULE_THREAD 0x04
#define BUS_PROBE_DEFAULT (-20)
#define INTR_MPSAFE 512

#define device_get_softc(dev) ((dev)->dv_softc)
#define device_set_softc(dev, softc) ((void)((dev)->dv_softc = (softc)))
#define device_get_ivars(dev) ((dev)->dv_ivars)
#define device_get_unit(dev) ((dev)->dv_unit)
#define device_get_nameunit(dev) ((dev)->dv_nameunit)
#define device_get_name(dev) ((dev)->dv_nameunit)
#define device_set_desc(dev, text) ((void)(dev))
#define device_printf(dev, ...) ((void)(dev), printf(__VA_ARGS__))
#define device_get_sysctl_ctx(dev) ((struct sysctl_ctx_list *)0)
#define device_get_sysctl_tree(dev) ((struct sysctl_oid *)0)

#endif
