#ifndef _SYS__TYPES_H_
#define _SYS__TYPES_H_

#include <sys/types.h>

#endif
