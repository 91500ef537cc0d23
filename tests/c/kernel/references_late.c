/* The reference for the thread is taken after the thread has begun. Wrong. */
#define LATE
#include "references.c"
