/* Two readers both want to become the writer without letting go. Wrong: each waits for the other. */
#include <pthread.h>

static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
static int value;

static void *upgrades(void *unused)
{
	int mine;

	(void)unused;
	pthread_rwlock_rdlock(&lock);
	mine = value;
	if (mine == 0) {
		pthread_rwlock_wrlock(&lock);
		value = mine + 1;
		pthread_rwlock_unlock(&lock);
	}
	pthread_rwlock_unlock(&lock);
	return NULL;
}

int main(void)
{
	pthread_t a, b;

	pthread_create(&a, NULL, upgrades, NULL);
	pthread_create(&b, NULL, upgrades, NULL);
	pthread_join(a, NULL);
	pthread_join(b, NULL);
	return 0;
}
