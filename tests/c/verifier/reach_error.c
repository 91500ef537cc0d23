/* The verification community's way to say that a place must not be reached. Wrong: it is. */
extern void reach_error(void);
extern void __VERIFIER_assume(int);
extern int __VERIFIER_nondet_int(void);

int main(void)
{
	int x = __VERIFIER_nondet_int(), y = __VERIFIER_nondet_int();

	__VERIFIER_assume(x > y);
	if (x * y == 6)
		reach_error();
	return 0;
}
