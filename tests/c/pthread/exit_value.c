/* A thread ends with pthread_exit, two calls deep; its value is what join gives. pthread_self and pthread_equal know
   threads. Right. */
#include <assert.h>
#include <pthread.h>

static pthread_t main_thread;

static void leave(long value)
{
	pthread_exit((void *)value);
}

static void *works(void *argument)
{
	assert(!pthread_equal(pthread_self(), main_thread));
	leave((long)argument * 2);
	assert(0);
	return NULL;
}

int main(void)
{
	pthread_t a, b;
	void *first, *second;

	main_thread = pthread_self();
	assert(pthread_equal(main_thread, pthread_self()));
	pthread_create(&a, NULL, works, (void *)21L);
	pthread_create(&b, NULL, works, (void *)-1L);
	pthread_join(a, &first);
	pthread_join(b, &second);
	assert((long)first == 42 && (long)second == -2);
	return 0;
}
