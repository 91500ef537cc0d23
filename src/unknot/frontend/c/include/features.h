/* What feature macros choose: nothing, everything there is is declared. */
#ifndef _FEATURES_H
#define _FEATURES_H 1

#define __GNUC_PREREQ(major, minor) ((__GNUC__ << 16) + __GNUC_MINOR__ >= ((major) << 16) + (minor))
#define __GLIBC_PREREQ(major, minor) 0

#include <sys/cdefs.h>

#endif
