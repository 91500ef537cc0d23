/* Two steps where there should be one. Wrong. */
extern void __VERIFIER_atomic_begin(void);
extern void __VERIFIER_atomic_end(void);
extern void reach_error(void);
typedef unsigned long int pthread_t;
extern int pthread_create(pthread_t *, const void *, void *(*)(void *), void *);
extern int pthread_join(pthread_t, void **);

int count;

static int read_count(void)
{
	int seen;

	__VERIFIER_atomic_begin();
	seen = count;
	__VERIFIER_atomic_end();
	return seen;
}

static void *counts(void *unused)
{
	int seen = read_count();

	(void)unused;
	__VERIFIER_atomic_begin();
	count = seen + 1;
	__VERIFIER_atomic_end();
	return 0;
}

int main(void)
{
	pthread_t a, b;

	pthread_create(&a, 0, counts, 0);
	pthread_create(&b, 0, counts, 0);
	pthread_join(a, 0);
	pthread_join(b, 0);
	if (read_count() != 2)
		reach_error();
	return 0;
}
