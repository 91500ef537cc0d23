/* What programs for GenMC and Dartagnan include: src/unknot/libc/verifier.py, nondet.py */
#ifndef _UNKNOT_GENMC_H_
#define _UNKNOT_GENMC_H_

void __VERIFIER_assume(int);
int __VERIFIER_nondet_int(void);
void __VERIFIER_loop_begin(void);
void __VERIFIER_spin_start(void);
void __VERIFIER_spin_end(int);

#endif
