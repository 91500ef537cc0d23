#ifndef _SYS_STDINT_H_
#define _SYS_STDINT_H_

#include <stdint.h>

#endif
