/* Files, which are not there: names of their modes, as sem_open wants them. */
#ifndef _UNKNOT_SYS_STAT_H_
#define _UNKNOT_SYS_STAT_H_

#include <sys/types.h>

#define S_IRWXU 0700
#define S_IRUSR 0400
#define S_IWUSR 0200
#define S_IXUSR 0100
#define S_IRGRP 0040
#define S_IWGRP 0020
#define S_IROTH 0004
#define S_IWOTH 0002

#endif
