/* A driver stops its timer for good before its memory goes. Right. */
#include "driver.h"
