/* The timer is only stopped: its handler may wait for the mutex that is destroyed and freed. Wrong. */
#define STOP_ONLY
#include "driver.h"
