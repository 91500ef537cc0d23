/* Code that includes a header of the kernel is code of the kernel, built with INVARIANTS: -DUNKNOT_NO_INVARIANTS builds
 * it without, `unknot check --no-invariants` leaves its assertions out when it runs. */
#ifndef _SYS__KERNEL_H_
#define _SYS__KERNEL_H_

#ifndef _KERNEL
#define _KERNEL 1
#endif
#ifndef __FreeBSD__
#define __FreeBSD__ 14
#endif
#ifndef __FreeBSD_version
#define __FreeBSD_version 1400097
#endif
#ifndef UNKNOT_NO_INVARIANTS
#ifndef INVARIANTS
#define INVARIANTS 1
#endif
#ifndef INVARIANT_SUPPORT
#define INVARIANT_SUPPORT 1
#endif
#endif
#ifndef SMP
#define SMP 1
#endif

#include <unknot.h>

#endif
