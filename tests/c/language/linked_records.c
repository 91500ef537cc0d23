/* Records linked by pointers, a flexible array, pointers to pointers, pointers compared and subtracted. Right. */
#include <assert.h>
#include <stdlib.h>

struct record {
	struct record *left, *right;
	int key;
};

struct vector {
	int count;
	int items[];
};

static void insert(struct record **place, struct record *record)
{
	while (*place)
		place = record->key < (*place)->key ? &(*place)->left : &(*place)->right;
	*place = record;
}

static int flatten(const struct record *tree, int *out)
{
	int *start = out;

	if (tree) {
		out += flatten(tree->left, out);
		*out++ = tree->key;
		out += flatten(tree->right, out);
	}
	return (int)(out - start);
}

int main(void)
{
	static const int keys[] = { 5, 2, 8, 1 };
	struct record records[4] = { 0 }, *tree = NULL;
	struct vector *vector = malloc(sizeof *vector + 4 * sizeof(int));

	for (int i = 0; i < 4; i++) {
		records[i].key = keys[i];
		insert(&tree, &records[i]);
	}
	vector->count = flatten(tree, vector->items);
	assert(vector->count == 4 && vector->items[0] == 1 && vector->items[3] == 8);
	assert(&records[3] > &records[1] && tree == records && &records[3] - tree == 3);
	free(vector);
	return 0;
}
