#include <pthread.h>

int shared;
pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int hidden;

int bump(int by)
{
	int result;

	pthread_mutex_lock(&lock);
	hidden++;
	shared += by;
	result = shared * hidden;
	pthread_mutex_unlock(&lock);
	return result;
}
