/* What of floating point is exact: src/unknot/libc/math.py. The rest is declared, and refused where it is called. */
#ifndef _UNKNOT_MATH_H_
#define _UNKNOT_MATH_H_

#include <unknot.h>

typedef float float_t;
typedef double double_t;

#define HUGE_VAL (__builtin_huge_val())
#define HUGE_VALF (__builtin_huge_valf())
#define INFINITY (__builtin_inff())
#define NAN (__builtin_nanf(""))

#define M_E 2.7182818284590452354
#define M_PI 3.14159265358979323846
#define M_PI_2 1.57079632679489661923
#define M_SQRT2 1.41421356237309504880

#define isnan(x) ((x) != (x))
#define isinf(x) ((x) == HUGE_VAL || (x) == -HUGE_VAL)
#define isfinite(x) ((x) - (x) == 0)
#define signbit(x) (__builtin_copysign(1.0, (x)) < 0)

double ceil(double) __UNKNOT(libc.math, ceil);
double fabs(double) __UNKNOT(libc.math, fabs);
double floor(double) __UNKNOT(libc.math, floor);
double nearbyint(double) __UNKNOT(libc.math, nearbyint);
double rint(double) __UNKNOT(libc.math, rint);
double round(double) __UNKNOT(libc.math, round);
double sqrt(double) __UNKNOT(libc.math, sqrt);
double trunc(double) __UNKNOT(libc.math, trunc);
float ceilf(float) __UNKNOT(libc.math, ceilf);
float fabsf(float) __UNKNOT(libc.math, fabsf);
float floorf(float) __UNKNOT(libc.math, floorf);
float rintf(float) __UNKNOT(libc.math, rintf);
float roundf(float) __UNKNOT(libc.math, roundf);
float sqrtf(float) __UNKNOT(libc.math, sqrtf);
float truncf(float) __UNKNOT(libc.math, truncf);
double copysign(double, double) __UNKNOT(libc.math, copysign);
float copysignf(float, float) __UNKNOT(libc.math, copysignf);
double fmax(double, double) __UNKNOT(libc.math, fmax);
float fmaxf(float, float) __UNKNOT(libc.math, fmaxf);
double fmin(double, double) __UNKNOT(libc.math, fmin);
float fminf(float, float) __UNKNOT(libc.math, fminf);
double fmod(double, double) __UNKNOT(libc.math, fmod);
float fmodf(float, float) __UNKNOT(libc.math, fmodf);
double ldexp(double, int) __UNKNOT(libc.math, ldexp);
double scalbn(double, int) __UNKNOT(libc.math, scalbn);
double frexp(double, int *) __UNKNOT(libc.math, frexp);
double modf(double, double *) __UNKNOT(libc.math, modf);
long lround(double) __UNKNOT(libc.math, lround);
long long llround(double) __UNKNOT(libc.math, llround);

double acos(double);
double asin(double);
double atan(double);
double cbrt(double);
double cos(double);
double cosh(double);
double exp(double);
double exp2(double);
double log(double);
double log10(double);
double log2(double);
double sin(double);
double sinh(double);
double tan(double);
double tanh(double);
double atan2(double, double);
double hypot(double, double);
double pow(double, double);

#endif
