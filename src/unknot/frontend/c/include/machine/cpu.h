/* What a processor is asked to do. */
#ifndef _MACHINE_CPU_H_
#define _MACHINE_CPU_H_

#include <machine/atomic.h>
#include <machine/cpufunc.h>

#endif
