/* Bytes and texts: src/unknot/libc/string.py */
#ifndef _UNKNOT_STRING_H_
#define _UNKNOT_STRING_H_

#include <stddef.h>
#include <strings.h>
#include <unknot.h>

void *memcpy(void *, const void *, size_t) __UNKNOT(libc.string, memcpy);
void *mempcpy(void *, const void *, size_t) __UNKNOT(libc.string, mempcpy);
void *memmove(void *, const void *, size_t) __UNKNOT(libc.string, memmove);
void *memset(void *, int, size_t) __UNKNOT(libc.string, memset);
int memcmp(const void *, const void *, size_t) __UNKNOT(libc.string, memcmp);
void *memchr(const void *, int, size_t) __UNKNOT(libc.string, memchr);
void *memrchr(const void *, int, size_t) __UNKNOT(libc.string, memrchr);
void *memccpy(void *, const void *, int, size_t) __UNKNOT(libc.string, memccpy);
void *memmem(const void *, size_t, const void *, size_t) __UNKNOT(libc.string, memmem);
void explicit_bzero(void *, size_t) __UNKNOT(libc.string, explicit_bzero);

size_t strlen(const char *) __UNKNOT(libc.string, strlen);
size_t strnlen(const char *, size_t) __UNKNOT(libc.string, strnlen);
int strcmp(const char *, const char *) __UNKNOT(libc.string, strcmp);
int strncmp(const char *, const char *, size_t) __UNKNOT(libc.string, strncmp);
int strcoll(const char *, const char *) __UNKNOT(libc.string, strcoll);
char *strcpy(char *, const char *) __UNKNOT(libc.string, strcpy);
char *stpcpy(char *, const char *) __UNKNOT(libc.string, stpcpy);
char *strncpy(char *, const char *, size_t) __UNKNOT(libc.string, strncpy);
size_t strlcpy(char *, const char *, size_t) __UNKNOT(libc.string, strlcpy);
char *strcat(char *, const char *) __UNKNOT(libc.string, strcat);
char *strncat(char *, const char *, size_t) __UNKNOT(libc.string, strncat);
size_t strlcat(char *, const char *, size_t) __UNKNOT(libc.string, strlcat);
#ifndef _SYS_MALLOC_H_
char *strdup(const char *) __UNKNOT(libc.string, strdup);
char *strndup(const char *, size_t) __UNKNOT(libc.string, strndup);
#endif
char *strchr(const char *, int) __UNKNOT(libc.string, strchr);
char *strchrnul(const char *, int) __UNKNOT(libc.string, strchrnul);
char *strrchr(const char *, int) __UNKNOT(libc.string, strrchr);
char *strstr(const char *, const char *) __UNKNOT(libc.string, strstr);
size_t strspn(const char *, const char *) __UNKNOT(libc.string, strspn);
size_t strcspn(const char *, const char *) __UNKNOT(libc.string, strcspn);
char *strpbrk(const char *, const char *) __UNKNOT(libc.string, strpbrk);
char *strtok(char *, const char *) __UNKNOT(libc.string, strtok);
char *strtok_r(char *, const char *, char **) __UNKNOT(libc.string, strtok_r);
char *strsep(char **, const char *) __UNKNOT(libc.string, strsep);
char *strerror(int) __UNKNOT(libc.string, strerror);

#endif
