/* An atomic counter stands at an odd address. Wrong: such an access is not atomic everywhere, and faults elsewhere. */
#include <stdatomic.h>

static char buffer[8];

int main(void)
{
	atomic_int *counter = (atomic_int *)(buffer + 1);

	atomic_fetch_add(counter, 1);
	return 0;
}
