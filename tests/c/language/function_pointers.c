/* Function pointers in tables and structures, as arguments and results; operations of a driver. Right. */
#include <assert.h>
#include <stdlib.h>

struct device;

struct operations {
	int (*read)(struct device *);
	void (*write)(struct device *, int);
};

struct device {
	const struct operations *operations;
	int value;
};

static int plain_read(struct device *d) { return d->value; }
static void plain_write(struct device *d, int value) { d->value = value; }
static int doubled_read(struct device *d) { return d->value * 2; }
static const struct operations plain = { plain_read, plain_write }, doubled = { doubled_read, plain_write };

static int add(int a, int b) { return a + b; }
static int subtract(int a, int b) { return a - b; }
static int (*const table[])(int, int) = { add, subtract };
static int (*choose(int which))(int, int) { return table[which]; }

static int fold(int (*f)(int, int), const int *numbers, int count)
{
	int result = numbers[0];

	for (int i = 1; i < count; i++)
		result = f(result, numbers[i]);
	return result;
}

static int compare(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

int main(void)
{
	struct device d = { &plain, 0 };
	int numbers[] = { 9, 4, 7, 1 };

	d.operations->write(&d, 21);
	assert(d.operations->read(&d) == 21);
	d.operations = &doubled;
	assert(d.operations->read(&d) == 42);
	assert(choose(0)(2, 3) == 5 && (*choose(1))(2, 3) == -1 && choose(0) != choose(1));
	assert(fold(subtract, numbers, 4) == -3);
	qsort(numbers, 4, sizeof numbers[0], compare);
	assert(numbers[0] == 1 && numbers[1] == 4 && numbers[2] == 7 && numbers[3] == 9);
	return 0;
}
