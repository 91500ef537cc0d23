/* Processors are not modelled: any two threads run side by side. */
#ifndef _SYS_SMP_H_
#define _SYS_SMP_H_

#include <sys/_kernel.h>
#include <sys/types.h>

int mp_ncpus __attribute__((__weak__)) = 2;
u_int mp_maxid __attribute__((__weak__)) = 1;
int smp_started __attribute__((__weak__)) = 1;

#define CPU_ABSENT(cpu) 0
#define CPU_FOREACH(cpu) for ((cpu) = 0; (cpu) <= (int)mp_maxid; (cpu)++)
#define CPU_FIRST() 0
#define CPU_NEXT(cpu) ((cpu) >= (int)mp_maxid ? 0 : (cpu) + 1)

#endif
