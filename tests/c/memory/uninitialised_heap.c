/* A field of a fresh object is read before anybody wrote it. Wrong. */
#include <stdlib.h>

struct session {
	int number, flags;
};

int main(void)
{
	struct session *session = malloc(sizeof *session);

	session->number = 1;
	if (session->flags & 1)
		session->number = 2;
	free(session);
	return 0;
}
