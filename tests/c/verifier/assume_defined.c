/* As in SV-COMP's files, which define the assumption themselves: abort() in it is no violation. */
extern void abort(void);
extern _Bool __VERIFIER_nondet_bool(void);
void reach_error(void);

void
assume_abort_if_not(int cond)
{
	if (!cond) {
		abort();
	}
}

int
main(void)
{
	int x = __VERIFIER_nondet_bool();

	assume_abort_if_not(x == 1);
	if (x != 1)
		reach_error();
	return 0;
}
