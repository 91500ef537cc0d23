/* Names of types, of POSIX and of BSD. A kernel's code has `bool` besides. */
#ifndef _SYS_TYPES_H_
#define _SYS_TYPES_H_

#include <stddef.h>
#include <stdint.h>
#include <sys/cdefs.h>
#include <bits/timespec.h>
#include <bits/pthreadtypes.h>

typedef unsigned char u_char;
typedef unsigned short u_short;
typedef unsigned int u_int;
typedef unsigned long u_long;
typedef unsigned short ushort;
typedef unsigned int uint;
typedef unsigned long ulong;

typedef uint8_t u_int8_t;
typedef uint16_t u_int16_t;
typedef uint32_t u_int32_t;
typedef uint64_t u_int64_t;
typedef int64_t quad_t;
typedef uint64_t u_quad_t;
typedef quad_t *qaddr_t;

typedef int8_t __int8_t;
typedef uint8_t __uint8_t;
typedef int16_t __int16_t;
typedef uint16_t __uint16_t;
typedef int32_t __int32_t;
typedef uint32_t __uint32_t;
typedef int64_t __int64_t;
typedef uint64_t __uint64_t;
typedef intptr_t __intptr_t;
typedef uintptr_t __uintptr_t;
typedef intmax_t __intmax_t;
typedef uintmax_t __uintmax_t;
typedef size_t __size_t;
typedef long __ssize_t;
typedef long __off_t;
typedef long __time_t;
typedef int __pid_t;
typedef unsigned int __uid_t;
typedef unsigned int __gid_t;

typedef long ssize_t;
typedef long off_t;
typedef long suseconds_t;
typedef unsigned int useconds_t;
typedef long clock_t;
typedef long key_t;
typedef int pid_t;
typedef int lwpid_t;
typedef int id_t;
typedef unsigned int uid_t;
typedef unsigned int gid_t;
typedef unsigned int mode_t;
typedef unsigned long ino_t;
typedef unsigned long dev_t;
typedef unsigned long nlink_t;
typedef long blksize_t;
typedef long blkcnt_t;
typedef unsigned long fsblkcnt_t;

typedef char *caddr_t;
typedef const char *c_caddr_t;
typedef long register_t;
typedef unsigned long u_register_t;
typedef unsigned long vm_offset_t;
typedef unsigned long vm_paddr_t;
typedef unsigned long vm_size_t;
typedef unsigned long vm_pindex_t;
typedef long vm_ooffset_t;
typedef uint64_t uoff_t;
typedef int64_t sbintime_t;
typedef char vm_memattr_t;
typedef unsigned long ksize_t;
typedef unsigned long kvaddr_t;
typedef int64_t daddr_t;
typedef unsigned long uintfptr_t;
typedef int cpuid_t;
typedef uint32_t fixpt_t;
typedef int boolean_t;

#endif

#if defined(_KERNEL) && !defined(_SYS_TYPES_BOOL)
#define _SYS_TYPES_BOOL
#include <stdbool.h>
#include <sys/bitcount.h>
#endif
