/* callout_drain waits for a handler that waits for the mutex of who drains. Wrong. */
#define DRAIN_LOCKED
#include "driver.h"
