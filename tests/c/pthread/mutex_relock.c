/* The owner of a mutex takes it again, three calls further down. Wrong: it waits for itself. */
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int total;

static void add(int n)
{
	pthread_mutex_lock(&lock);
	total += n;
	pthread_mutex_unlock(&lock);
}

static void add_all(const int *numbers, int count)
{
	for (int i = 0; i < count; i++)
		add(numbers[i]);
}

int main(void)
{
	static const int numbers[] = { 1, 2, 3 };

	pthread_mutex_lock(&lock);
	if (total == 0)
		add_all(numbers, 3);
	pthread_mutex_unlock(&lock);
	return 0;
}
