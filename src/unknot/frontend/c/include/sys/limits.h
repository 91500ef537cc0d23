#ifndef _SYS_LIMITS_H_
#define _SYS_LIMITS_H_

#include <limits.h>

#ifndef UQUAD_MAX
#define UQUAD_MAX ULONG_MAX
#define QUAD_MAX LONG_MAX
#define QUAD_MIN LONG_MIN
#endif

#endif
