/* Processors are not modelled: all threads share the data of processor 0. */
#ifndef _SYS_PCPU_H_
#define _SYS_PCPU_H_

#include <sys/_kernel.h>
#include <sys/proc.h>

#define curcpu 0
#define PCPU_GET(member) __unknot_pcpu_##member
#define __unknot_pcpu_cpuid 0
#define __unknot_pcpu_curthread curthread

#define DPCPU_DECLARE(t, n) extern t n
#define DPCPU_DEFINE(t, n) t n
#define DPCPU_DEFINE_STATIC(t, n) static t n
#define DPCPU_PTR(n) (&(n))
#define DPCPU_GET(n) (n)
#define DPCPU_SET(n, v) ((n) = (v))
#define DPCPU_ID_PTR(cpu, n) (&(n))
#define DPCPU_ID_GET(cpu, n) (n)
#define DPCPU_ID_SET(cpu, n, v) ((n) = (v))

#endif
