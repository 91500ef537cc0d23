/* Two threads write neighbouring bytes of a structure. Right. */
#include <assert.h>
#include <pthread.h>

static struct {
	char a, b;
	short c;
} state;

static void *writes(void *unused)
{
	(void)unused;
	state.a = 1;
	state.c = 3;
	return NULL;
}

int main(void)
{
	pthread_t a;

	pthread_create(&a, NULL, writes, NULL);
	state.b = 2;
	pthread_join(a, NULL);
	assert(state.a == 1 && state.b == 2 && state.c == 3);
	return 0;
}
