/* Shapes of data, and what clang itself says of their sizes and offsets (`facts`, in the order of the test's table). */
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

enum colour { RED, GREEN = 5, BLUE = -1 };
enum { LIMIT = 40 };

typedef struct { short x, y; } point;
struct node {
	struct node *next;
	int ready : 3;
	unsigned level : 7;
	char name[5];
	_Atomic int count;
	void (*run)(int, char *, ...);
	union {
		int whole;
		float part;
		struct { unsigned char low, high; } halves;
	};
};
struct packed { char tag; int value; long long wide; } __attribute__((packed));
struct lined { int value; } __attribute__((aligned(64)));
struct wide { char tag; __int128 big; long tail; };
struct mixed { bool flag; point at[3]; enum colour colour; double weight; struct packed packed; volatile long stamp; struct lined lined; };
struct text { int length; char bytes[]; };
typedef int quad __attribute__((vector_size(16)));
struct quads { char tag; quad lanes; };
struct odd { unsigned _BitInt(37) bits; char end; };
struct opaque;

struct node head = {&head, -1, 9, "ab\"\\", 3, 0, {.part = 0.5f}};
struct packed packed = {1, -2, 3};
struct mixed mixed = {true, {{1, 2}, {3, 4}}, BLUE, 1.5, {7, 8, 9}, 10, {11}};
struct text hello = {5, "hello"};
static int table[10] = {1, 2, 3};
int *middle = &table[3];
long distance = (long)&table[4];
char *last = (char *)(&mixed.at[2] + 1) - 1;
const char *const words[] = {"a", "b\n\xff"};
_Thread_local int mine = 4;
float third = 1.0f / 3;
__int128 huge = (__int128)1 << 100;
struct opaque *hidden;

const unsigned long facts[] = {
	sizeof(point), sizeof(struct node), sizeof(struct packed), sizeof(struct lined), sizeof(struct wide),
	sizeof(struct mixed), sizeof(struct text), sizeof(struct quads), sizeof(struct odd),
	offsetof(struct node, name), offsetof(struct node, count), offsetof(struct node, run),
	offsetof(struct node, halves.high), offsetof(struct packed, wide), offsetof(struct wide, big),
	offsetof(struct wide, tail), offsetof(struct mixed, at[1].y), offsetof(struct mixed, colour),
	offsetof(struct mixed, packed.value), offsetof(struct mixed, stamp), offsetof(struct mixed, lined),
	offsetof(struct quads, lanes), offsetof(struct odd, end),
};

long use(struct node *n, struct packed *p, struct wide *w, struct mixed *m, struct quads *q, struct odd *o, point at)
{
	int size = at.x + LIMIT;
	char room[size];

	for (int i = 0; i < 2; i++) {
		int size = i;
		room[size] = n->level + n->halves.high;
	}
	return room[0] + p->wide + w->tail + m->lined.value + q->lanes[1] + o->bits + o->end + sizeof(enum colour);
}
