/* What programs of threads use of POSIX: src/unknot/libc/unistd.py */
#ifndef _UNKNOT_UNISTD_H_
#define _UNKNOT_UNISTD_H_

#include <stddef.h>
#include <sys/types.h>
#include <unknot.h>

#define STDIN_FILENO 0
#define STDOUT_FILENO 1
#define STDERR_FILENO 2
#define _SC_PAGESIZE 30
#define _SC_PAGE_SIZE 30
#define _SC_NPROCESSORS_CONF 83
#define _SC_NPROCESSORS_ONLN 84

_Noreturn void _exit(int) __UNKNOT(libc.stdlib, _exit);
unsigned int sleep(unsigned int) __UNKNOT(libc.time, sleep);
int usleep(useconds_t) __UNKNOT(libc.time, usleep);
ssize_t write(int, const void *, size_t) __UNKNOT(libc.stdio, write);
pid_t getpid(void) __UNKNOT(libc.unistd, getpid);
pid_t getppid(void) __UNKNOT(libc.unistd, getppid);
pid_t gettid(void) __UNKNOT(libc.unistd, gettid);
uid_t getuid(void) __UNKNOT(libc.unistd, getuid);
int getpagesize(void) __UNKNOT(libc.unistd, getpagesize);
long sysconf(int) __UNKNOT(libc.unistd, sysconf);
int isatty(int) __UNKNOT(libc.unistd, isatty);

/* Not there. */
pid_t fork(void);
pid_t vfork(void);
int execl(const char *, const char *, ...);
int execv(const char *, char *const *);
int execve(const char *, char *const *, char *const *);
int execvp(const char *, char *const *);
int pipe(int *);
int close(int);
ssize_t read(int, void *, size_t);
int unlink(const char *);
unsigned int alarm(unsigned int);
long syscall(long, ...);

#endif
