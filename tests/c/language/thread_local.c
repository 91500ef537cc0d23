/* Thread-local variables: each thread has its own, with the initial value; its address may be given away. Right. */
#include <assert.h>
#include <pthread.h>

static __thread int mine = 5;
static _Thread_local struct {
	int first;
	char text[4];
} record = { 1, "abc" };

static int *address(void)
{
	return &mine;
}

static void *works(void *main_mine)
{
	assert(mine == 5 && record.first == 1 && record.text[2] == 'c');
	mine = 6;
	record.first++;
	assert(*(int *)main_mine == 7 && address() != main_mine && *address() == 6);
	return NULL;
}

int main(void)
{
	pthread_t a, b;

	mine = 7;
	pthread_create(&a, NULL, works, &mine);
	pthread_create(&b, NULL, works, &mine);
	pthread_join(a, NULL);
	pthread_join(b, NULL);
	assert(mine == 7 && record.first == 1);
	return 0;
}
