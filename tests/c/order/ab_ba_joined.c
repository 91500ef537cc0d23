/* Two mutexes, taken in both orders, but one thread has ended before the other begins. Right. */
#include <pthread.h>

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;

static void *both(void *backwards)
{
	pthread_mutex_lock(backwards ? &b : &a);
	pthread_mutex_lock(backwards ? &a : &b);
	pthread_mutex_unlock(&a);
	pthread_mutex_unlock(&b);
	return NULL;
}

int main(void)
{
	pthread_t first, second;

	pthread_create(&first, NULL, both, NULL);
	pthread_join(first, NULL);
	pthread_create(&second, NULL, both, (void *)1L);
	pthread_join(second, NULL);
	return 0;
}
