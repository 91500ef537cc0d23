/* Numbers of Linux's calls. unistd.h's syscall is not there. */
#ifndef _UNKNOT_SYS_SYSCALL_H_
#define _UNKNOT_SYS_SYSCALL_H_

#define SYS_gettid 186
#define SYS_futex 202
#define SYS_membarrier 324
#define __NR_gettid 186
#define __NR_futex 202
#define __NR_membarrier 324

#endif
