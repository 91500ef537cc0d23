/* Static initialisers: designated, nested, of pointers into objects, of strings, with gaps; constructors. Right. */
#include <assert.h>
#include <stddef.h>

struct inner { short a; char b[3]; };
struct outer { int x; struct inner in[2]; struct outer *next; const char *name; int (*f)(void); };

static int seven(void) { return 7; }

static int numbers[10] = { 1, [4] = 5, 6, [9] = -1 };
static struct outer second = { .name = "second", .f = seven };
static struct outer first = { 3, { { 1, "ab" }, { .b = { 'x' } } }, &second, "first" + 2, NULL };
static int *middle = &numbers[5], (*pair)[2] = (int (*)[2])&numbers[4];
static char *inside = (char *)&first + offsetof(struct outer, in[1].b);
static const char text[] = "a\0b", *const words[] = { "one", "two" };
static unsigned long size = sizeof(struct outer);
static int order;

static void __attribute__((constructor(101))) early(void) { order = order * 10 + 1; }
static void __attribute__((constructor(102))) later(void) { order = order * 10 + 2; }

int main(void)
{
	static int calls = 3;
	struct outer local = { .in[1] = { .a = 4 } };

	assert(numbers[1] == 0 && numbers[4] == 5 && *middle == 6 && (*pair)[1] == 6 && numbers[9] == -1);
	assert(first.next->f() == 7 && first.in[0].b[1] == 'b' && *inside == 'x' && first.name[0] == 'r');
	assert(first.next->name[0] == 's' && second.next == NULL && second.x == 0);
	assert(sizeof text == 4 && text[2] == 'b' && words[1][2] == 'o' && size == 40);
	assert(local.in[1].a == 4 && local.in[0].a == 0 && local.name == NULL);
	assert(order == 12 && ++calls == 4);
	return 0;
}
