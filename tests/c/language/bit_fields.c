/* Bit fields, signed and unsigned, over the borders of bytes and words. Right. */
#include <assert.h>
#include <stdint.h>

struct flags {
	unsigned one : 1;
	unsigned three : 3;
	int minus : 5;
	uint64_t wide : 40;
	unsigned : 0;
	unsigned char last : 7;
};

struct __attribute__((packed)) odd {
	uint16_t a : 11;
	uint32_t b : 21;
	uint8_t c;
};

int main(void)
{
	struct flags f = { 0 };
	struct odd o = { 0x7ff, 0, 0x55 };

	f.one = 3;
	f.three = 9;
	f.minus = -16;
	f.wide = UINT64_C(0xabcdef0123);
	f.last = 200;
	assert(f.one == 1 && f.three == 1 && f.minus == -16 && f.wide == UINT64_C(0xabcdef0123) && f.last == 72);
	f.minus -= 1;
	assert(f.minus == 15);
	f.wide++;
	f.three += 7;
	assert(f.wide == UINT64_C(0xabcdef0124) && f.three == 0 && f.one == 1);
	assert(sizeof o == 5 && o.a == 0x7ff && o.b == 0 && o.c == 0x55);
	o.b = 0x1abcde;
	o.a >>= 3;
	assert(o.a == 0xff && o.b == 0x1abcde && o.c == 0x55);
	return 0;
}
