/* Two threads change neighbouring bit fields, each under a lock of its own. Wrong: they share a byte, a data race. */
#include <pthread.h>

static pthread_mutex_t lock_a = PTHREAD_MUTEX_INITIALIZER, lock_b = PTHREAD_MUTEX_INITIALIZER;
static struct {
	unsigned a : 4, b : 4;
} state;

static void *changes_a(void *unused)
{
	(void)unused;
	pthread_mutex_lock(&lock_a);
	state.a = 1;
	pthread_mutex_unlock(&lock_a);
	return NULL;
}

int main(void)
{
	pthread_t a;

	pthread_create(&a, NULL, changes_a, NULL);
	pthread_mutex_lock(&lock_b);
	state.b = 2;
	pthread_mutex_unlock(&lock_b);
	pthread_join(a, NULL);
	return state.a + state.b != 3;
}
