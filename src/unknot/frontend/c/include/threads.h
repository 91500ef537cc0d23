/* Threads of C11. src/unknot/libc/threads.py; the types are those of pthread.h. */
#ifndef _UNKNOT_THREADS_H_
#define _UNKNOT_THREADS_H_

#include <unknot.h>
#include <bits/pthreadtypes.h>
#include <time.h>

typedef unsigned long thrd_t;
typedef pthread_mutex_t mtx_t;
typedef pthread_cond_t cnd_t;
typedef unsigned int tss_t;
typedef int once_flag;

typedef int (*thrd_start_t)(void *);
typedef void (*tss_dtor_t)(void *);

#ifndef __cplusplus
#define thread_local _Thread_local
#endif
#define ONCE_FLAG_INIT 0
#define TSS_DTOR_ITERATIONS 4

enum {
	thrd_success = 0,
	thrd_busy = 1,
	thrd_error = 2,
	thrd_nomem = 3,
	thrd_timedout = 4
};

enum {
	mtx_plain = 0,
	mtx_recursive = 1,
	mtx_timed = 2
};

int thrd_create(thrd_t *, thrd_start_t, void *) __UNKNOT(libc.threads, thrd_create);
int thrd_join(thrd_t, int *) __UNKNOT(libc.threads, thrd_join);
int thrd_detach(thrd_t) __UNKNOT(libc.threads, thrd_detach);
_Noreturn void thrd_exit(int) __UNKNOT(libc.threads, thrd_exit);
thrd_t thrd_current(void) __UNKNOT(libc.threads, thrd_current);
int thrd_equal(thrd_t, thrd_t) __UNKNOT(libc.threads, thrd_equal);
void thrd_yield(void) __UNKNOT(libc.threads, thrd_yield);
int thrd_sleep(const struct timespec *, struct timespec *) __UNKNOT(libc.threads, thrd_sleep);
void call_once(once_flag *, void (*)(void)) __UNKNOT(libc.threads, call_once);

int mtx_init(mtx_t *, int) __UNKNOT(libc.threads, c11_mtx_init);
void mtx_destroy(mtx_t *) __UNKNOT(libc.threads, c11_mtx_destroy);
int mtx_lock(mtx_t *) __UNKNOT(libc.threads, c11_mtx_lock);
int mtx_trylock(mtx_t *) __UNKNOT(libc.threads, c11_mtx_trylock);
int mtx_timedlock(mtx_t *, const struct timespec *) __UNKNOT(libc.threads, c11_mtx_timedlock);
int mtx_unlock(mtx_t *) __UNKNOT(libc.threads, c11_mtx_unlock);

int cnd_init(cnd_t *) __UNKNOT(libc.threads, cnd_init);
void cnd_destroy(cnd_t *) __UNKNOT(libc.threads, cnd_destroy);
int cnd_wait(cnd_t *, mtx_t *) __UNKNOT(libc.threads, cnd_wait);
int cnd_timedwait(cnd_t *, mtx_t *, const struct timespec *) __UNKNOT(libc.threads, cnd_timedwait);
int cnd_signal(cnd_t *) __UNKNOT(libc.threads, cnd_signal);
int cnd_broadcast(cnd_t *) __UNKNOT(libc.threads, cnd_broadcast);

int tss_create(tss_t *, tss_dtor_t) __UNKNOT(libc.threads, tss_create);
void tss_delete(tss_t) __UNKNOT(libc.threads, tss_delete);
void *tss_get(tss_t) __UNKNOT(libc.threads, tss_get);
int tss_set(tss_t, void *) __UNKNOT(libc.threads, tss_set);

#endif
