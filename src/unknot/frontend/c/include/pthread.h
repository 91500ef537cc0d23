/* POSIX threads. What they do is in src/unknot/libc/pthread_*.py. Cancellation, signals and fork handlers are declared
 * and not there: a program that calls them is refused by name. */
#ifndef _UNKNOT_PTHREAD_H_
#define _UNKNOT_PTHREAD_H_

#include <sched.h>
#include <stddef.h>
#include <unknot.h>
#include <bits/pthreadtypes.h>
#include <time.h>

enum {
	PTHREAD_CREATE_JOINABLE = 0,
	PTHREAD_CREATE_DETACHED = 1
};

enum {
	PTHREAD_MUTEX_TIMED_NP = 0,
	PTHREAD_MUTEX_RECURSIVE_NP = 1,
	PTHREAD_MUTEX_ERRORCHECK_NP = 2,
	PTHREAD_MUTEX_ADAPTIVE_NP = 3,
	PTHREAD_MUTEX_NORMAL = PTHREAD_MUTEX_TIMED_NP,
	PTHREAD_MUTEX_RECURSIVE = PTHREAD_MUTEX_RECURSIVE_NP,
	PTHREAD_MUTEX_ERRORCHECK = PTHREAD_MUTEX_ERRORCHECK_NP,
	PTHREAD_MUTEX_DEFAULT = PTHREAD_MUTEX_NORMAL
};

enum {
	PTHREAD_MUTEX_STALLED = 0,
	PTHREAD_MUTEX_ROBUST = 1
};

enum {
	PTHREAD_PRIO_NONE = 0,
	PTHREAD_PRIO_INHERIT = 1,
	PTHREAD_PRIO_PROTECT = 2
};

enum {
	PTHREAD_RWLOCK_PREFER_READER_NP = 0,
	PTHREAD_RWLOCK_PREFER_WRITER_NP = 1,
	PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP = 2,
	PTHREAD_RWLOCK_DEFAULT_NP = PTHREAD_RWLOCK_PREFER_READER_NP
};

enum {
	PTHREAD_INHERIT_SCHED = 0,
	PTHREAD_EXPLICIT_SCHED = 1
};

enum {
	PTHREAD_SCOPE_SYSTEM = 0,
	PTHREAD_SCOPE_PROCESS = 1
};

enum {
	PTHREAD_PROCESS_PRIVATE = 0,
	PTHREAD_PROCESS_SHARED = 1
};

enum {
	PTHREAD_CANCEL_ENABLE = 0,
	PTHREAD_CANCEL_DISABLE = 1
};

enum {
	PTHREAD_CANCEL_DEFERRED = 0,
	PTHREAD_CANCEL_ASYNCHRONOUS = 1
};

#define PTHREAD_CANCELED ((void *)-1)
#define PTHREAD_BARRIER_SERIAL_THREAD (-1)
#define PTHREAD_ONCE_INIT 0
#define PTHREAD_STACK_MIN 16384
#define PTHREAD_KEYS_MAX 16
#define PTHREAD_DESTRUCTOR_ITERATIONS 4

#define PTHREAD_MUTEX_INITIALIZER { 0 }
#define PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP { .kind = PTHREAD_MUTEX_RECURSIVE_NP }
#define PTHREAD_ERRORCHECK_MUTEX_INITIALIZER_NP { .kind = PTHREAD_MUTEX_ERRORCHECK_NP }
#define PTHREAD_ADAPTIVE_MUTEX_INITIALIZER_NP { .kind = PTHREAD_MUTEX_ADAPTIVE_NP }
#define PTHREAD_COND_INITIALIZER { 0 }
#define PTHREAD_RWLOCK_INITIALIZER { 0 }
#define PTHREAD_RWLOCK_WRITER_NONRECURSIVE_INITIALIZER_NP { .prefers = PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP }

/* Threads. */
int pthread_create(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *)
    __UNKNOT(libc.pthread_thread, pthread_create);
int pthread_join(pthread_t, void **) __UNKNOT(libc.pthread_thread, pthread_join);
int pthread_detach(pthread_t) __UNKNOT(libc.pthread_thread, pthread_detach);
_Noreturn void pthread_exit(void *) __UNKNOT(libc.pthread_thread, pthread_exit);
pthread_t pthread_self(void) __UNKNOT(libc.pthread_thread, pthread_self);
int pthread_equal(pthread_t, pthread_t) __UNKNOT(libc.pthread_thread, pthread_equal);
int pthread_yield(void) __UNKNOT(libc.pthread_thread, pthread_yield);
int pthread_setconcurrency(int) __UNKNOT(libc.pthread_thread, pthread_setconcurrency);
int pthread_getconcurrency(void) __UNKNOT(libc.pthread_thread, pthread_getconcurrency);
int pthread_setname_np(pthread_t, const char *) __UNKNOT(libc.pthread_thread, pthread_setname_np);
int pthread_setschedparam(pthread_t, int, const struct sched_param *)
    __UNKNOT(libc.pthread_thread, pthread_setschedparam);
int pthread_setschedprio(pthread_t, int) __UNKNOT(libc.pthread_thread, pthread_setschedprio);

/* Attributes of threads. */
int pthread_attr_init(pthread_attr_t *) __UNKNOT(libc.pthread_attr, pthread_attr_init);
int pthread_attr_destroy(pthread_attr_t *) __UNKNOT(libc.pthread_attr, pthread_attr_destroy);
int pthread_attr_setdetachstate(pthread_attr_t *, int) __UNKNOT(libc.pthread_attr, pthread_attr_setdetachstate);
int pthread_attr_getdetachstate(const pthread_attr_t *, int *)
    __UNKNOT(libc.pthread_attr, pthread_attr_getdetachstate);
int pthread_attr_setscope(pthread_attr_t *, int) __UNKNOT(libc.pthread_attr, pthread_attr_setscope);
int pthread_attr_getscope(const pthread_attr_t *, int *) __UNKNOT(libc.pthread_attr, pthread_attr_getscope);
int pthread_attr_setinheritsched(pthread_attr_t *, int) __UNKNOT(libc.pthread_attr, pthread_attr_setinheritsched);
int pthread_attr_getinheritsched(const pthread_attr_t *, int *)
    __UNKNOT(libc.pthread_attr, pthread_attr_getinheritsched);
int pthread_attr_setschedpolicy(pthread_attr_t *, int) __UNKNOT(libc.pthread_attr, pthread_attr_setschedpolicy);
int pthread_attr_getschedpolicy(const pthread_attr_t *, int *)
    __UNKNOT(libc.pthread_attr, pthread_attr_getschedpolicy);
int pthread_attr_setschedparam(pthread_attr_t *, const struct sched_param *)
    __UNKNOT(libc.pthread_attr, pthread_attr_setschedparam);
int pthread_attr_getschedparam(const pthread_attr_t *, struct sched_param *)
    __UNKNOT(libc.pthread_attr, pthread_attr_getschedparam);
int pthread_attr_setguardsize(pthread_attr_t *, size_t) __UNKNOT(libc.pthread_attr, pthread_attr_setguardsize);
int pthread_attr_getguardsize(const pthread_attr_t *, size_t *)
    __UNKNOT(libc.pthread_attr, pthread_attr_getguardsize);
int pthread_attr_setstacksize(pthread_attr_t *, size_t) __UNKNOT(libc.pthread_attr, pthread_attr_setstacksize);
int pthread_attr_getstacksize(const pthread_attr_t *, size_t *)
    __UNKNOT(libc.pthread_attr, pthread_attr_getstacksize);
int pthread_attr_setstack(pthread_attr_t *, void *, size_t) __UNKNOT(libc.pthread_attr, pthread_attr_setstack);
int pthread_attr_getstack(const pthread_attr_t *, void **, size_t *)
    __UNKNOT(libc.pthread_attr, pthread_attr_getstack);

/* Mutexes. */
int pthread_mutex_init(pthread_mutex_t *, const pthread_mutexattr_t *)
    __UNKNOT(libc.pthread_mutex, pthread_mutex_init);
int pthread_mutex_destroy(pthread_mutex_t *) __UNKNOT(libc.pthread_mutex, pthread_mutex_destroy);
int pthread_mutex_lock(pthread_mutex_t *) __UNKNOT(libc.pthread_mutex, pthread_mutex_lock);
int pthread_mutex_trylock(pthread_mutex_t *) __UNKNOT(libc.pthread_mutex, pthread_mutex_trylock);
int pthread_mutex_timedlock(pthread_mutex_t *, const struct timespec *)
    __UNKNOT(libc.pthread_mutex, pthread_mutex_timedlock);
int pthread_mutex_clocklock(pthread_mutex_t *, clockid_t, const struct timespec *)
    __UNKNOT(libc.pthread_mutex, pthread_mutex_clocklock);
int pthread_mutex_unlock(pthread_mutex_t *) __UNKNOT(libc.pthread_mutex, pthread_mutex_unlock);

int pthread_mutexattr_init(pthread_mutexattr_t *) __UNKNOT(libc.pthread_mutexattr, pthread_mutexattr_init);
int pthread_mutexattr_destroy(pthread_mutexattr_t *) __UNKNOT(libc.pthread_mutexattr, pthread_mutexattr_destroy);
int pthread_mutexattr_settype(pthread_mutexattr_t *, int) __UNKNOT(libc.pthread_mutexattr, pthread_mutexattr_settype);
int pthread_mutexattr_gettype(const pthread_mutexattr_t *, int *)
    __UNKNOT(libc.pthread_mutexattr, pthread_mutexattr_gettype);
int pthread_mutexattr_setrobust(pthread_mutexattr_t *, int)
    __UNKNOT(libc.pthread_mutexattr, pthread_mutexattr_setrobust);
int pthread_mutexattr_getrobust(const pthread_mutexattr_t *, int *)
    __UNKNOT(libc.pthread_mutexattr, pthread_mutexattr_getrobust);
int pthread_mutexattr_setpshared(pthread_mutexattr_t *, int)
    __UNKNOT(libc.pthread_mutexattr, pthread_mutexattr_setpshared);
int pthread_mutexattr_getpshared(const pthread_mutexattr_t *, int *)
    __UNKNOT(libc.pthread_mutexattr, pthread_mutexattr_getpshared);
int pthread_mutexattr_setprotocol(pthread_mutexattr_t *, int)
    __UNKNOT(libc.pthread_mutexattr, pthread_mutexattr_setprotocol);
int pthread_mutexattr_getprotocol(const pthread_mutexattr_t *, int *)
    __UNKNOT(libc.pthread_mutexattr, pthread_mutexattr_getprotocol);
int pthread_mutexattr_setprioceiling(pthread_mutexattr_t *, int)
    __UNKNOT(libc.pthread_mutexattr, pthread_mutexattr_setprioceiling);
int pthread_mutexattr_getprioceiling(const pthread_mutexattr_t *, int *)
    __UNKNOT(libc.pthread_mutexattr, pthread_mutexattr_getprioceiling);

/* Condition variables. */
int pthread_cond_init(pthread_cond_t *, const pthread_condattr_t *) __UNKNOT(libc.pthread_cond, pthread_cond_init);
int pthread_cond_destroy(pthread_cond_t *) __UNKNOT(libc.pthread_cond, pthread_cond_destroy);
int pthread_cond_wait(pthread_cond_t *, pthread_mutex_t *) __UNKNOT(libc.pthread_cond, pthread_cond_wait);
int pthread_cond_timedwait(pthread_cond_t *, pthread_mutex_t *, const struct timespec *)
    __UNKNOT(libc.pthread_cond, pthread_cond_timedwait);
int pthread_cond_clockwait(pthread_cond_t *, pthread_mutex_t *, clockid_t, const struct timespec *)
    __UNKNOT(libc.pthread_cond, pthread_cond_clockwait);
int pthread_cond_signal(pthread_cond_t *) __UNKNOT(libc.pthread_cond, pthread_cond_signal);
int pthread_cond_broadcast(pthread_cond_t *) __UNKNOT(libc.pthread_cond, pthread_cond_broadcast);

int pthread_condattr_init(pthread_condattr_t *) __UNKNOT(libc.pthread_cond, pthread_condattr_init);
int pthread_condattr_destroy(pthread_condattr_t *) __UNKNOT(libc.pthread_cond, pthread_condattr_destroy);
int pthread_condattr_setclock(pthread_condattr_t *, clockid_t) __UNKNOT(libc.pthread_cond, pthread_condattr_setclock);
int pthread_condattr_getclock(const pthread_condattr_t *, clockid_t *)
    __UNKNOT(libc.pthread_cond, pthread_condattr_getclock);
int pthread_condattr_setpshared(pthread_condattr_t *, int) __UNKNOT(libc.pthread_cond, pthread_condattr_setpshared);
int pthread_condattr_getpshared(const pthread_condattr_t *, int *)
    __UNKNOT(libc.pthread_cond, pthread_condattr_getpshared);

/* Reader-writer locks. */
int pthread_rwlock_init(pthread_rwlock_t *, const pthread_rwlockattr_t *)
    __UNKNOT(libc.pthread_rwlock, pthread_rwlock_init);
int pthread_rwlock_destroy(pthread_rwlock_t *) __UNKNOT(libc.pthread_rwlock, pthread_rwlock_destroy);
int pthread_rwlock_rdlock(pthread_rwlock_t *) __UNKNOT(libc.pthread_rwlock, pthread_rwlock_rdlock);
int pthread_rwlock_tryrdlock(pthread_rwlock_t *) __UNKNOT(libc.pthread_rwlock, pthread_rwlock_tryrdlock);
int pthread_rwlock_timedrdlock(pthread_rwlock_t *, const struct timespec *)
    __UNKNOT(libc.pthread_rwlock, pthread_rwlock_timedrdlock);
int pthread_rwlock_clockrdlock(pthread_rwlock_t *, clockid_t, const struct timespec *)
    __UNKNOT(libc.pthread_rwlock, pthread_rwlock_clockrdlock);
int pthread_rwlock_wrlock(pthread_rwlock_t *) __UNKNOT(libc.pthread_rwlock, pthread_rwlock_wrlock);
int pthread_rwlock_trywrlock(pthread_rwlock_t *) __UNKNOT(libc.pthread_rwlock, pthread_rwlock_trywrlock);
int pthread_rwlock_timedwrlock(pthread_rwlock_t *, const struct timespec *)
    __UNKNOT(libc.pthread_rwlock, pthread_rwlock_timedwrlock);
int pthread_rwlock_clockwrlock(pthread_rwlock_t *, clockid_t, const struct timespec *)
    __UNKNOT(libc.pthread_rwlock, pthread_rwlock_clockwrlock);
int pthread_rwlock_unlock(pthread_rwlock_t *) __UNKNOT(libc.pthread_rwlock, pthread_rwlock_unlock);

int pthread_rwlockattr_init(pthread_rwlockattr_t *) __UNKNOT(libc.pthread_rwlock, pthread_rwlockattr_init);
int pthread_rwlockattr_destroy(pthread_rwlockattr_t *) __UNKNOT(libc.pthread_rwlock, pthread_rwlockattr_destroy);
int pthread_rwlockattr_setpshared(pthread_rwlockattr_t *, int)
    __UNKNOT(libc.pthread_rwlock, pthread_rwlockattr_setpshared);
int pthread_rwlockattr_getpshared(const pthread_rwlockattr_t *, int *)
    __UNKNOT(libc.pthread_rwlock, pthread_rwlockattr_getpshared);
int pthread_rwlockattr_setkind_np(pthread_rwlockattr_t *, int)
    __UNKNOT(libc.pthread_rwlock, pthread_rwlockattr_setkind_np);
int pthread_rwlockattr_getkind_np(const pthread_rwlockattr_t *, int *)
    __UNKNOT(libc.pthread_rwlock, pthread_rwlockattr_getkind_np);

/* Spin locks. */
int pthread_spin_init(pthread_spinlock_t *, int) __UNKNOT(libc.pthread_spin, pthread_spin_init);
int pthread_spin_destroy(pthread_spinlock_t *) __UNKNOT(libc.pthread_spin, pthread_spin_destroy);
int pthread_spin_lock(pthread_spinlock_t *) __UNKNOT(libc.pthread_spin, pthread_spin_lock);
int pthread_spin_trylock(pthread_spinlock_t *) __UNKNOT(libc.pthread_spin, pthread_spin_trylock);
int pthread_spin_unlock(pthread_spinlock_t *) __UNKNOT(libc.pthread_spin, pthread_spin_unlock);

/* Barriers. */
int pthread_barrier_init(pthread_barrier_t *, const pthread_barrierattr_t *, unsigned int)
    __UNKNOT(libc.pthread_barrier, pthread_barrier_init);
int pthread_barrier_destroy(pthread_barrier_t *) __UNKNOT(libc.pthread_barrier, pthread_barrier_destroy);
int pthread_barrier_wait(pthread_barrier_t *) __UNKNOT(libc.pthread_barrier, pthread_barrier_wait);
int pthread_barrierattr_init(pthread_barrierattr_t *) __UNKNOT(libc.pthread_barrier, pthread_barrierattr_init);
int pthread_barrierattr_destroy(pthread_barrierattr_t *) __UNKNOT(libc.pthread_barrier, pthread_barrierattr_destroy);
int pthread_barrierattr_setpshared(pthread_barrierattr_t *, int)
    __UNKNOT(libc.pthread_barrier, pthread_barrierattr_setpshared);
int pthread_barrierattr_getpshared(const pthread_barrierattr_t *, int *)
    __UNKNOT(libc.pthread_barrier, pthread_barrierattr_getpshared);

/* Once, and values of each thread's own. */
int pthread_once(pthread_once_t *, void (*)(void)) __UNKNOT(libc.pthread_once, pthread_once);
int pthread_key_create(pthread_key_t *, void (*)(void *)) __UNKNOT(libc.pthread_key, pthread_key_create);
int pthread_key_delete(pthread_key_t) __UNKNOT(libc.pthread_key, pthread_key_delete);
void *pthread_getspecific(pthread_key_t) __UNKNOT(libc.pthread_key, pthread_getspecific);
int pthread_setspecific(pthread_key_t, const void *) __UNKNOT(libc.pthread_key, pthread_setspecific);

/* Handlers that pthread_exit runs. */
void __unknot_cleanup_push(struct pthread_cleanup *, void (*)(void *), void *)
    __UNKNOT(libc.pthread_cleanup, cleanup_push);
void __unknot_cleanup_pop(struct pthread_cleanup *, int) __UNKNOT(libc.pthread_cleanup, cleanup_pop);

#define pthread_cleanup_push(routine, arg) \
	do { \
		struct pthread_cleanup __cleanup; \
		__unknot_cleanup_push(&__cleanup, (routine), (arg))
#define pthread_cleanup_pop(execute) \
		__unknot_cleanup_pop(&__cleanup, (execute)); \
	} while (0)

/* Nobody is cancelled, so it does not matter where one could be. */
int pthread_setcancelstate(int, int *) __UNKNOT(libc.pthread_cleanup, pthread_setcancelstate);
int pthread_setcanceltype(int, int *) __UNKNOT(libc.pthread_cleanup, pthread_setcanceltype);
void pthread_testcancel(void) __UNKNOT(libc.pthread_cleanup, pthread_testcancel);

/* Which processors a thread runs on says nothing. */
static __inline int
pthread_setaffinity_np(pthread_t __who, size_t __size, const cpu_set_t *__set)
{
	(void)__who;
	(void)__size;
	(void)__set;
	return (0);
}

/* Not there. */
int pthread_cancel(pthread_t);
int pthread_kill(pthread_t, int);
int pthread_mutex_consistent(pthread_mutex_t *);
int pthread_atfork(void (*)(void), void (*)(void), void (*)(void));

#endif
