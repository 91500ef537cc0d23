/* A thread is given the address of a local variable of a function that returns. Wrong. */
#include <pthread.h>

struct request {
	int size;
};

static void *serves(void *argument)
{
	struct request *request = argument;

	return (void *)(long)request->size;
}

static pthread_t submit(int size)
{
	struct request request = { size };
	pthread_t worker;

	pthread_create(&worker, NULL, serves, &request);
	return worker;
}

int main(void)
{
	pthread_join(submit(3), NULL);
	return 0;
}
