/* Types of pthread.h, of glibc's sizes. Zeros are a valid lock, condition and control word of pthread_once. The fields
 * are those of the structs in src/unknot/libc/. */
#ifndef _UNKNOT_BITS_PTHREADTYPES_H_
#define _UNKNOT_BITS_PTHREADTYPES_H_

typedef unsigned long pthread_t;
typedef unsigned int pthread_key_t;
typedef int pthread_once_t;

typedef struct pthread_attr_t {
	int detachstate;
	int scope;
	int inherit;
	int policy;
	int priority;
	int unused;
	unsigned long guardsize;
	unsigned long stacksize;
	void *stack;
	unsigned long unused_too;
} pthread_attr_t;

typedef struct pthread_mutex_t {
	unsigned int owner;
	unsigned int again;
	unsigned int origin;
	unsigned int unused;
	unsigned int kind;
	unsigned int spins;
	unsigned long links[2];
} pthread_mutex_t;

typedef struct pthread_mutexattr_t {
	unsigned int bits;
} pthread_mutexattr_t;

typedef struct pthread_cond_t {
	unsigned long waiters;
	pthread_mutex_t *mutex;
	unsigned int destroyed;
	unsigned int unused;
	unsigned long unused_too[3];
} pthread_cond_t;

typedef struct pthread_condattr_t {
	unsigned int bits;
} pthread_condattr_t;

typedef struct pthread_rwlock_t {
	unsigned int owner;
	unsigned int shares;
	unsigned long sharers;
	unsigned long waiting;
	unsigned int origin;
	unsigned int destroyed;
	unsigned long unused[2];
	unsigned int prefers;
	unsigned int unused_too;
} pthread_rwlock_t;

typedef struct pthread_rwlockattr_t {
	unsigned int bits;
	unsigned int prefers;
} pthread_rwlockattr_t;

typedef struct pthread_spinlock_t {
	unsigned int word;
} pthread_spinlock_t;

typedef struct pthread_barrier_t {
	unsigned long arrived;
	unsigned int count;
	unsigned int there;
	unsigned long unused[2];
} pthread_barrier_t;

typedef struct pthread_barrierattr_t {
	unsigned int bits;
} pthread_barrierattr_t;

struct pthread_cleanup {
	void (*routine)(void *);
	void *arg;
	struct pthread_cleanup *below;
};

#endif
