#ifndef _MACHINE__TYPES_H_
#define _MACHINE__TYPES_H_

#include <sys/_types.h>

#endif
