/* Ticks in a second, and those that have passed: none pass. */
#ifndef _SYS__HZ_H_
#define _SYS__HZ_H_

int hz __attribute__((__weak__)) = 1000;
int ticks __attribute__((__weak__)) = 1;

#endif
