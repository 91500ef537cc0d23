#ifndef _MACHINE_STDARG_H_
#define _MACHINE_STDARG_H_

#include <stdarg.h>

#endif
