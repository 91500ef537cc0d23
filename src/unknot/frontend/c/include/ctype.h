/* Kinds of characters, in the C locale: src/unknot/libc/ctype.py */
#ifndef _UNKNOT_CTYPE_H_
#define _UNKNOT_CTYPE_H_

#include <unknot.h>

int isalnum(int) __UNKNOT(libc.ctype, isalnum);
int isalpha(int) __UNKNOT(libc.ctype, isalpha);
int isascii(int) __UNKNOT(libc.ctype, isascii);
int isblank(int) __UNKNOT(libc.ctype, isblank);
int iscntrl(int) __UNKNOT(libc.ctype, iscntrl);
int isdigit(int) __UNKNOT(libc.ctype, isdigit);
int isgraph(int) __UNKNOT(libc.ctype, isgraph);
int islower(int) __UNKNOT(libc.ctype, islower);
int isprint(int) __UNKNOT(libc.ctype, isprint);
int ispunct(int) __UNKNOT(libc.ctype, ispunct);
int isspace(int) __UNKNOT(libc.ctype, isspace);
int isupper(int) __UNKNOT(libc.ctype, isupper);
int isxdigit(int) __UNKNOT(libc.ctype, isxdigit);
int toascii(int) __UNKNOT(libc.ctype, toascii);
int tolower(int) __UNKNOT(libc.ctype, tolower);
int toupper(int) __UNKNOT(libc.ctype, toupper);

#endif
