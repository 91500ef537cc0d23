/* Memory, numbers, sorting, ends of the program: src/unknot/libc/heap.py, numbers.py, sort.py, stdlib.py. Code that has
 * included sys/malloc.h keeps the kernel's malloc and free. */
#ifndef _UNKNOT_STDLIB_H_
#define _UNKNOT_STDLIB_H_

#include <stddef.h>
#include <unknot.h>

#define EXIT_SUCCESS 0
#define EXIT_FAILURE 1
#define RAND_MAX 2147483647
#define MB_CUR_MAX ((size_t)1)

typedef struct {
	int quot;
	int rem;
} div_t;

typedef struct {
	long quot;
	long rem;
} ldiv_t;

typedef struct {
	long long quot;
	long long rem;
} lldiv_t;

#ifndef _SYS_MALLOC_H_
void *malloc(size_t) __UNKNOT(libc.heap, malloc);
void *calloc(size_t, size_t) __UNKNOT(libc.heap, calloc);
void *realloc(void *, size_t) __UNKNOT(libc.heap, realloc);
void *reallocf(void *, size_t) __UNKNOT(libc.heap, reallocf);
void *reallocarray(void *, size_t, size_t) __UNKNOT(libc.heap, reallocarray);
void free(void *) __UNKNOT(libc.heap, free);
#endif
void *aligned_alloc(size_t, size_t) __UNKNOT(libc.heap, aligned_alloc);
void *valloc(size_t) __UNKNOT(libc.heap, valloc);
int posix_memalign(void **, size_t, size_t) __UNKNOT(libc.heap, posix_memalign);

_Noreturn void abort(void) __UNKNOT(libc.stdlib, abort);
_Noreturn void exit(int) __UNKNOT(libc.stdlib, exit);
_Noreturn void _Exit(int) __UNKNOT(libc.stdlib, _Exit);
_Noreturn void quick_exit(int) __UNKNOT(libc.stdlib, quick_exit);
int atexit(void (*)(void)) __UNKNOT(libc.stdlib, atexit);
char *getenv(const char *) __UNKNOT(libc.stdlib, getenv);
char *secure_getenv(const char *) __UNKNOT(libc.stdlib, secure_getenv);

int rand(void) __UNKNOT(libc.stdlib, rand);
void srand(unsigned int) __UNKNOT(libc.stdlib, srand);
int rand_r(unsigned int *) __UNKNOT(libc.stdlib, rand_r);
long random(void) __UNKNOT(libc.stdlib, random);
void srandom(unsigned int) __UNKNOT(libc.stdlib, srandom);

#ifndef _SYS_LIBKERN_H_
int abs(int) __UNKNOT(libc.stdlib, abs);
#endif
long labs(long) __UNKNOT(libc.stdlib, labs);
long long llabs(long long) __UNKNOT(libc.stdlib, llabs);
div_t div(int, int) __UNKNOT(libc.stdlib, div);
ldiv_t ldiv(long, long) __UNKNOT(libc.stdlib, ldiv);
lldiv_t lldiv(long long, long long) __UNKNOT(libc.stdlib, lldiv);

int atoi(const char *) __UNKNOT(libc.numbers, atoi);
long atol(const char *) __UNKNOT(libc.numbers, atol);
long long atoll(const char *) __UNKNOT(libc.numbers, atoll);
long strtol(const char *, char **, int) __UNKNOT(libc.numbers, strtol);
long long strtoll(const char *, char **, int) __UNKNOT(libc.numbers, strtoll);
unsigned long strtoul(const char *, char **, int) __UNKNOT(libc.numbers, strtoul);
unsigned long long strtoull(const char *, char **, int) __UNKNOT(libc.numbers, strtoull);

void qsort(void *, size_t, size_t, int (*)(const void *, const void *)) __UNKNOT(libc.sort, qsort);
void *bsearch(const void *, const void *, size_t, size_t, int (*)(const void *, const void *))
    __UNKNOT(libc.sort, bsearch);

#endif
