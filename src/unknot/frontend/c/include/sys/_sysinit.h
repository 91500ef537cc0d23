/* The order of SYSINIT as priorities of constructors: those below 101 belong to the compiler. */
#ifndef _SYS__SYSINIT_H_
#define _SYS__SYSINIT_H_

#define __UNKNOT_SYSINIT(subsystem, order) (101 + (subsystem) * 256 + (order))

#endif
