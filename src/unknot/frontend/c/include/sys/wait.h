/* Processes, which are not there: names alone, so that code which does not come to them can be read. */
#ifndef _UNKNOT_SYS_WAIT_H_
#define _UNKNOT_SYS_WAIT_H_

#include <sys/types.h>

#define WNOHANG 1
#define WIFEXITED(status) (((status) & 0x7f) == 0)
#define WEXITSTATUS(status) (((status) >> 8) & 0xff)

pid_t wait(int *);
pid_t waitpid(pid_t, int *, int);

#endif
