"""FreeBSD's buf_ring: a bounded queue of pointers between many producers and many consumers. See README.md in this
folder."""
