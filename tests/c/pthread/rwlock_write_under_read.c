/* A statistic is counted under the read lock. Wrong: readers are there at the same time, a data race. */
#include <pthread.h>

static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
static int table[2] = { 3, 4 }, looked_up;

static void *looks_up(void *argument)
{
	pthread_rwlock_rdlock(&lock);
	*(int *)argument = table[1];
	looked_up++;
	pthread_rwlock_unlock(&lock);
	return NULL;
}

int main(void)
{
	pthread_t a, b;
	int x, y;

	pthread_create(&a, NULL, looks_up, &x);
	pthread_create(&b, NULL, looks_up, &y);
	pthread_join(a, NULL);
	pthread_join(b, NULL);
	return x - y;
}
