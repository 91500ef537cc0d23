/* Nobody drains: the task may run, or be waiting, when its memory goes. Wrong. */
#define NO_DRAIN
#include "task.c"
