/* Jumps, which are not there: names alone, so that code which does not come to them can be read. */
#ifndef _UNKNOT_SETJMP_H_
#define _UNKNOT_SETJMP_H_

typedef long jmp_buf[25], sigjmp_buf[25];

int setjmp(jmp_buf) __attribute__((__returns_twice__));
int sigsetjmp(sigjmp_buf, int) __attribute__((__returns_twice__));
_Noreturn void longjmp(jmp_buf, int);
_Noreturn void siglongjmp(sigjmp_buf, int);

#endif
