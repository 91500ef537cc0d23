/* What is assumed away is not searched. Right. */
extern void reach_error(void);
extern void __VERIFIER_assume(int);
extern _Bool __VERIFIER_nondet_bool(void);
extern unsigned char __VERIFIER_nondet_uchar(void);

int main(void)
{
	_Bool a = __VERIFIER_nondet_bool(), b = __VERIFIER_nondet_bool();
	unsigned char c = __VERIFIER_nondet_uchar();

	__VERIFIER_assume(a != b && c < 3);
	if ((a && b) || a + b + c > 3)
		reach_error();
	return 0;
}
