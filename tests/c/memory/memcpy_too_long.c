/* A length from outside is trusted by memcpy. Wrong: it reads past the end of the message. */
#include <string.h>

struct message {
	unsigned short length;
	char text[6];
};

int main(void)
{
	struct message message = { 12, "hello" };
	char copy[32];

	memcpy(copy, message.text, message.length);
	return copy[0];
}
