#ifndef _SYS_STDDEF_H_
#define _SYS_STDDEF_H_

#include <stddef.h>

#endif
