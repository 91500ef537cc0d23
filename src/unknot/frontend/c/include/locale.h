/* Locales: C's alone. */
#ifndef _UNKNOT_LOCALE_H_
#define _UNKNOT_LOCALE_H_

#define LC_CTYPE 0
#define LC_NUMERIC 1
#define LC_TIME 2
#define LC_COLLATE 3
#define LC_MONETARY 4
#define LC_MESSAGES 5
#define LC_ALL 6

static __inline char *
setlocale(int __category, const char *__name)
{
	(void)__category;
	(void)__name;
	return ((char *)"C");
}

#endif
