/* Limits: the compiler's, and what POSIX adds. */
#ifndef _UNKNOT_LIMITS_H_
#define _UNKNOT_LIMITS_H_

#include_next <limits.h>

#define SSIZE_MAX LONG_MAX
#define PATH_MAX 4096
#define NAME_MAX 255
#define IOV_MAX 1024
#define PTHREAD_KEYS_MAX 16
#define PTHREAD_DESTRUCTOR_ITERATIONS 4
#define PTHREAD_STACK_MIN 16384
#define SEM_VALUE_MAX INT_MAX

#endif
