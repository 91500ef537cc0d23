/* Linker sets are not there: what would be put in one is put nowhere. */
#ifndef _SYS_LINKER_SET_H_
#define _SYS_LINKER_SET_H_

#define DATA_SET(set, symbol) _Static_assert(1, "")
#define TEXT_SET(set, symbol) _Static_assert(1, "")

#endif
