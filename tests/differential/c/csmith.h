/* What programs made by csmith include. Operations that C leaves undefined give their first operand. The output is one
   number: printed natively, compared with EXPECTED in unknot. */
#ifdef __UNKNOT__
#include <assert.h>
#include <stdio.h>
#else
int printf(const char *, ...);
#endif

typedef signed char int8_t;
typedef short int16_t;
typedef int int32_t;
typedef long int64_t;
typedef unsigned char uint8_t;
typedef unsigned short uint16_t;
typedef unsigned int uint32_t;
typedef unsigned long uint64_t;

#undef NULL
#define NULL ((void *)0)
#define UINT32_MAX 4294967295u
#define WIDTH(type) ((int)sizeof(type) * 8)

#define SIGNED(type, wide)                                                                                             \
	static type safe_unary_minus_func_##type##_s(type a) { return (type)(0 - (u##wide)a); }                        \
	static type safe_add_func_##type##_s_s(type a, type b) { return (type)((u##wide)a + (u##wide)b); }             \
	static type safe_sub_func_##type##_s_s(type a, type b) { return (type)((u##wide)a - (u##wide)b); }             \
	static type safe_mul_func_##type##_s_s(type a, type b) { return (type)((u##wide)a * (u##wide)b); }             \
	static type safe_div_func_##type##_s_s(type a, type b) { return b == 0 || b == -1 ? a : (type)(a / b); }       \
	static type safe_mod_func_##type##_s_s(type a, type b) { return b == 0 || b == -1 ? a : (type)(a % b); }       \
	SHIFTS(type, s, int, s)                                                                                        \
	SHIFTS(type, s, unsigned, u)

#define UNSIGNED(type)                                                                                                 \
	static type safe_unary_minus_func_##type##_u(type a) { return (type)(0u - a); }                                \
	static type safe_add_func_##type##_u_u(type a, type b) { return (type)(a + b); }                               \
	static type safe_sub_func_##type##_u_u(type a, type b) { return (type)(a - b); }                               \
	static type safe_mul_func_##type##_u_u(type a, type b) { return (type)(1ul * a * b); }                         \
	static type safe_div_func_##type##_u_u(type a, type b) { return b == 0 ? a : (type)(a / b); }                  \
	static type safe_mod_func_##type##_u_u(type a, type b) { return b == 0 ? a : (type)(a % b); }                  \
	SHIFTS(type, u, int, s)                                                                                        \
	SHIFTS(type, u, unsigned, u)

#define SHIFTS(type, kind, count, of)                                                                                  \
	static type safe_lshift_func_##type##_##kind##_##of(type a, count n)                                           \
	{                                                                                                              \
		return (unsigned)n >= (unsigned)WIDTH(type) || a < 0 ? a : (type)((uint64_t)a << n);                   \
	}                                                                                                              \
	static type safe_rshift_func_##type##_##kind##_##of(type a, count n)                                           \
	{                                                                                                              \
		return (unsigned)n >= (unsigned)WIDTH(type) ? a : (type)(a >> n);                                      \
	}

SIGNED(int8_t, int64_t)
SIGNED(int16_t, int64_t)
SIGNED(int32_t, int64_t)
SIGNED(int64_t, int64_t)
UNSIGNED(uint8_t)
UNSIGNED(uint16_t)
UNSIGNED(uint32_t)
UNSIGNED(uint64_t)

static uint64_t crc32_context = 1;

static void crc32_gentab(void)
{
}

static void platform_main_begin(void)
{
}

static void transparent_crc(uint64_t value, const char *name, int flag)
{
	(void)name;
	(void)flag;
	crc32_context = (crc32_context ^ value) * 0x9e3779b97f4a7c15ul;
	crc32_context ^= crc32_context >> 31;
}

static void platform_main_end(uint64_t crc, int flag)
{
	(void)flag;
#ifdef __UNKNOT__
	assert(crc == EXPECTED);
#else
	printf("%lu\n", crc);
#endif
}
