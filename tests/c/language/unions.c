/* Unions: one value seen in several ways; a tagged union; the bytes of a number. Right. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

union word {
	uint32_t whole;
	uint16_t half[2];
	uint8_t byte[4];
	float number;
};

struct value {
	enum { INTEGER, TEXT, PAIR } kind;
	union {
		long integer;
		const char *text;
		struct {
			short first, second;
		};
	};
};

static long length(struct value value)
{
	switch (value.kind) {
	case INTEGER: return value.integer;
	case TEXT: return (long)strlen(value.text);
	case PAIR: return value.first + value.second;
	}
	return -1;
}

int main(void)
{
	union word w = { .whole = 0x01020304 };

	assert(w.byte[0] == 4 && w.byte[3] == 1 && w.half[1] == 0x0102);
	w.half[0] = 0xffff;
	assert(w.whole == 0x0102ffff);
	w.number = 1.0f;
	assert(w.whole == 0x3f800000);
	assert(length((struct value){ INTEGER, .integer = -5 }) == -5);
	assert(length((struct value){ TEXT, .text = "four" }) == 4);
	assert(length((struct value){ PAIR, .first = 3, .second = 4 }) == 7);
	return 0;
}
