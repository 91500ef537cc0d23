/* Printing, which traces show: src/unknot/libc/stdio.py. There are no files and there is no input. */
#ifndef _UNKNOT_STDIO_H_
#define _UNKNOT_STDIO_H_

#include <stdarg.h>
#include <stddef.h>
#include <sys/types.h>
#include <unknot.h>

typedef struct __unknot_file FILE;

#define stdin ((FILE *)1)
#define stdout ((FILE *)2)
#define stderr ((FILE *)3)

#define EOF (-1)
#define BUFSIZ 8192
#define _IOFBF 0
#define _IOLBF 1
#define _IONBF 2

#define __UNKNOT_PRINTS(format, first) __attribute__((__format__(__printf__, format, first)))

int printf(const char *, ...) __UNKNOT(libc.stdio, printf) __UNKNOT_PRINTS(1, 2);
int fprintf(FILE *, const char *, ...) __UNKNOT(libc.stdio, fprintf) __UNKNOT_PRINTS(2, 3);
int dprintf(int, const char *, ...) __UNKNOT(libc.stdio, dprintf) __UNKNOT_PRINTS(2, 3);
int sprintf(char *, const char *, ...) __UNKNOT(libc.stdio, sprintf) __UNKNOT_PRINTS(2, 3);
int snprintf(char *, size_t, const char *, ...) __UNKNOT(libc.stdio, snprintf) __UNKNOT_PRINTS(3, 4);
int asprintf(char **, const char *, ...) __UNKNOT(libc.stdio, asprintf) __UNKNOT_PRINTS(2, 3);
int vprintf(const char *, va_list) __UNKNOT(libc.stdio, vprintf) __UNKNOT_PRINTS(1, 0);
int vfprintf(FILE *, const char *, va_list) __UNKNOT(libc.stdio, vfprintf) __UNKNOT_PRINTS(2, 0);
int vdprintf(int, const char *, va_list) __UNKNOT(libc.stdio, vdprintf) __UNKNOT_PRINTS(2, 0);
int vsprintf(char *, const char *, va_list) __UNKNOT(libc.stdio, vsprintf) __UNKNOT_PRINTS(2, 0);
int vsnprintf(char *, size_t, const char *, va_list) __UNKNOT(libc.stdio, vsnprintf) __UNKNOT_PRINTS(3, 0);
int vasprintf(char **, const char *, va_list) __UNKNOT(libc.stdio, vasprintf) __UNKNOT_PRINTS(2, 0);

int puts(const char *) __UNKNOT(libc.stdio, puts);
int fputs(const char *, FILE *) __UNKNOT(libc.stdio, fputs);
int putchar(int) __UNKNOT(libc.stdio, putchar);
int putc(int, FILE *) __UNKNOT(libc.stdio, putc);
int fputc(int, FILE *) __UNKNOT(libc.stdio, fputc);
size_t fwrite(const void *, size_t, size_t, FILE *) __UNKNOT(libc.stdio, fwrite);
void perror(const char *) __UNKNOT(libc.stdio, perror);

int fflush(FILE *) __UNKNOT(libc.stdio, fflush);
int fclose(FILE *) __UNKNOT(libc.stdio, fclose);
int setvbuf(FILE *, char *, int, size_t) __UNKNOT(libc.stdio, setvbuf);
void setbuf(FILE *, char *) __UNKNOT(libc.stdio, setbuf);
void flockfile(FILE *) __UNKNOT(libc.stdio, flockfile);
void funlockfile(FILE *) __UNKNOT(libc.stdio, funlockfile);
int ferror(FILE *) __UNKNOT(libc.stdio, ferror);
int feof(FILE *) __UNKNOT(libc.stdio, feof);
void clearerr(FILE *) __UNKNOT(libc.stdio, clearerr);
int fileno(FILE *) __UNKNOT(libc.stdio, fileno);

int sscanf(const char *, const char *, ...) __UNKNOT(libc.scan, sscanf) __attribute__((__format__(__scanf__, 2, 3)));

/* Not there. */
int scanf(const char *, ...);
int fscanf(FILE *, const char *, ...);
int getchar(void);
int getc(FILE *);
int fgetc(FILE *);
char *fgets(char *, int, FILE *);
FILE *fopen(const char *, const char *);
size_t fread(void *, size_t, size_t, FILE *);
ssize_t getline(char **, size_t *, FILE *);

#endif
