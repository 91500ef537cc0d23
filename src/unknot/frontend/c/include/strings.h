/* Bytes as BSD has them: src/unknot/libc/string.py */
#ifndef _UNKNOT_STRINGS_H_
#define _UNKNOT_STRINGS_H_

#include <stddef.h>
#include <unknot.h>

void bzero(void *, size_t) __UNKNOT(libc.string, bzero);
void bcopy(const void *, void *, size_t) __UNKNOT(libc.string, bcopy);
int bcmp(const void *, const void *, size_t) __UNKNOT(libc.string, bcmp);
char *index(const char *, int) __UNKNOT(libc.string, index);
char *rindex(const char *, int) __UNKNOT(libc.string, rindex);
int strcasecmp(const char *, const char *) __UNKNOT(libc.string, strcasecmp);
int strncasecmp(const char *, const char *, size_t) __UNKNOT(libc.string, strncasecmp);
int ffs(int) __UNKNOT(libc.string, ffs);
int ffsl(long) __UNKNOT(libc.string, ffsl);
int ffsll(long long) __UNKNOT(libc.string, ffsll);

#endif
