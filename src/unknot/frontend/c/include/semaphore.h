/* Semaphores without names. src/unknot/libc/semaphore.py. Those with names are declared and not there. */
#ifndef _UNKNOT_SEMAPHORE_H_
#define _UNKNOT_SEMAPHORE_H_

#include <unknot.h>
#include <time.h>

#define SEM_VALUE_MAX 0x7fffffff
#define SEM_FAILED ((sem_t *)0)

typedef struct sem_t {
	unsigned int value;
	unsigned int life;
	unsigned long unused[3];
} sem_t;

int sem_init(sem_t *, int, unsigned int) __UNKNOT(libc.semaphore, sem_init);
int sem_destroy(sem_t *) __UNKNOT(libc.semaphore, sem_destroy);
int sem_wait(sem_t *) __UNKNOT(libc.semaphore, sem_wait);
int sem_trywait(sem_t *) __UNKNOT(libc.semaphore, sem_trywait);
int sem_timedwait(sem_t *, const struct timespec *) __UNKNOT(libc.semaphore, sem_timedwait);
int sem_clockwait(sem_t *, clockid_t, const struct timespec *) __UNKNOT(libc.semaphore, sem_clockwait);
int sem_post(sem_t *) __UNKNOT(libc.semaphore, sem_post);
int sem_getvalue(sem_t *, int *) __UNKNOT(libc.semaphore, sem_getvalue);

sem_t *sem_open(const char *, int, ...);
int sem_close(sem_t *);
int sem_unlink(const char *);

#endif
