/* module(9): a program has all its modules from the beginning. */
#ifndef _SYS_MODULE_H_
#define _SYS_MODULE_H_

#include <sys/_kernel.h>

typedef enum modeventtype { MOD_LOAD, MOD_UNLOAD, MOD_SHUTDOWN, MOD_QUIESCE } modeventtype_t;
typedef struct module *module_t;
typedef int (*modeventhand_t)(module_t, int, void *);
typedef struct moduledata {
	const char *name;
	modeventhand_t evhand;
	void *priv;
} moduledata_t;

#define DECLARE_MODULE(...) _Static_assert(1, "")
#define DECLARE_MODULE_TIED(...) _Static_assert(1, "")
#define DEV_MODULE(...) _Static_assert(1, "")
#define DRIVER_MODULE(...) _Static_assert(1, "")
#define MODULE_VERSION(...) _Static_assert(1, "")
#define MODULE_DEPEND(...) _Static_assert(1, "")
#define MODULE_PNP_INFO(...) _Static_assert(1, "")

#endif
