/* Structures of all sizes handed over, returned and assigned by value. Right. */
#include <assert.h>

struct tiny { char c; };
struct small { int a; short b; };
struct two { long a, b; };
struct mixed { double d; int i; };
struct floats { float x, y; };
struct large { long numbers[5]; char text[3]; };

static struct tiny next(struct tiny t) { t.c++; return t; }
static struct small swapped(struct small s) { return (struct small){ s.b, (short)s.a }; }
static struct two doubled(struct two t) { t.a *= 2; t.b *= 2; return t; }
static struct mixed sum(struct mixed m, struct floats f) { m.d += f.x; m.i += (int)f.y; return m; }
static struct floats turned(struct floats f) { return (struct floats){ -f.y, f.x }; }

static struct large filled(struct large l, int from)
{
	for (int i = from; i < 5; i++)
		l.numbers[i] = i;
	l.text[1] = 'y';
	return l;
}

int main(void)
{
	struct large l = { { 9, 9, 9, 9, 9 }, "xx" }, m;
	struct small s;

	assert(next((struct tiny){ 'a' }).c == 'b');
	s = swapped((struct small){ 3, 4 });
	assert(s.a == 4 && s.b == 3);
	assert(doubled((struct two){ 5, -6 }).b == -12);
	assert(sum((struct mixed){ 1.5, 2 }, (struct floats){ 0.25f, 7.9f }).d == 1.75);
	assert(sum((struct mixed){ 1.5, 2 }, (struct floats){ 0.25f, 7.9f }).i == 9);
	assert(turned((struct floats){ 1, 2 }).x == -2);
	m = filled(l, 2);
	assert(m.numbers[1] == 9 && m.numbers[4] == 4 && m.text[1] == 'y' && l.text[1] == 'x' && l.numbers[4] == 9);
	l = m = filled(m, 0);
	assert(l.numbers[0] == 0 && l.text[0] == 'x');
	return 0;
}
