/* The README's bug in C: a reference count that is lowered in one step and looked at in the next. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

struct session {
	atomic_uint users;
};

static void *
leave(void *arg)
{
	struct session *s = arg;

	atomic_fetch_sub(&s->users, 1);
	if (atomic_load(&s->users) == 0)
		free(s);
	return (NULL);
}

int
main(void)
{
	struct session *s = malloc(sizeof(*s));
	pthread_t user[2];

	atomic_init(&s->users, 2);
	for (int i = 0; i < 2; i++)
		pthread_create(&user[i], NULL, leave, s);
	for (int i = 0; i < 2; i++)
		pthread_join(user[i], NULL);
}
