/* Messages about errors, and an end: made of stdio.h and stdlib.h. */
#ifndef _UNKNOT_ERR_H_
#define _UNKNOT_ERR_H_

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What is printed: a message, and what an error number means unless it is -1. */
static __inline void
__unknot_warn(int __number, const char *__format, ...)
{
	va_list __list;

	va_start(__list, __format);
	vfprintf(stderr, __format, __list);
	va_end(__list);
	if (__number != -1)
		fprintf(stderr, ": %s", strerror(__number));
	fputs("\n", stderr);
}

#define warn(...) __unknot_warn(errno, __VA_ARGS__)
#define warnx(...) __unknot_warn(-1, __VA_ARGS__)
#define err(status, ...) (__unknot_warn(errno, __VA_ARGS__), exit(status))
#define errx(status, ...) (__unknot_warn(-1, __VA_ARGS__), exit(status))

#endif
