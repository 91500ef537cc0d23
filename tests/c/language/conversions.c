/* Conversions between integers: of signs and widths, in arithmetic, comparison, assignment and return. Right. */
#include <assert.h>
#include <stdbool.h>
#include <stdint.h>

static uint8_t narrow(int x) { return (uint8_t)x; }
static int8_t sign(unsigned x) { return (int8_t)x; }
static bool truth(long x) { return x; }

int main(void)
{
	uint16_t a = 65535;
	int8_t b = -1;
	unsigned c = 1;
	int64_t d = -1;
	uint32_t e = 0x80000000u;

	assert(narrow(-1) == 255 && sign(200) == -56 && truth(0x100000000) && !truth(0));
	assert((b < (int)c) && !(b < c) && d < (int64_t)c && d < c);
	assert((int64_t)e == INT64_C(0x80000000) && (int64_t)(int32_t)e == -INT64_C(0x80000000));
	assert((uint64_t)b == UINT64_MAX && (uint16_t)b == 65535 && (uint64_t)(uint8_t)b == 255);
	a += 2;
	b = (int8_t)(b * 8);
	assert(a == 1 && b == -8 && b >> 1 == -4 && (uint8_t)b >> 1 == 124 && -7 / 2 == -3 && -7 % 2 == -1);
	assert(~a == -2 && (uint16_t)~a == 65534 && -c == 4294967295u && !!-5 == 1);
	return 0;
}
