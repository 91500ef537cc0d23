/* Constructors run before main, destructors after it: each in the order that their priorities say. */
#include <assert.h>
static int n;
__attribute__((destructor)) static void last(void) { n++; assert(n == 2); }
__attribute__((destructor(102))) static void verylast(void) { n++; assert(n == 3); }
__attribute__((constructor)) static void first(void) { assert(n == 0); n = 1; }
int main(void) { assert(n == 1); return 0; }
