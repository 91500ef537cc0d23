/* It is freed at once. Wrong. */
#define AT_ONCE
#include "route_epoch.c"
