/* __VERIFIER_error and the older style of assertions, over two threads and plain variables with the race check off.
   Wrong: both orders of the two threads are possible. */
extern void __VERIFIER_error(void) __attribute__((__noreturn__));
typedef unsigned long int pthread_t;
extern int pthread_create(pthread_t *, const void *, void *(*)(void *), void *);
extern int pthread_join(pthread_t, void **);

int last;

static void *writes(void *value)
{
	last = (int)(long)value;
	return 0;
}

int main(void)
{
	pthread_t a, b;

	pthread_create(&a, 0, writes, (void *)1L);
	pthread_create(&b, 0, writes, (void *)2L);
	pthread_join(a, 0);
	pthread_join(b, 0);
	if (last == 1)
		__VERIFIER_error();
	return 0;
}
