/* The note's state is cleared after the object's lock was let go: what came in between finds the note queued, and is
 * forgotten. Wrong. */
#define FORGETS
#include "kqueue.c"
