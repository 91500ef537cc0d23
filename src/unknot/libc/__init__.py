"""The hosted C library, as programs in unknot's own language: C programs are linked with them by name. They import the
language, each other, and the kernel library."""
