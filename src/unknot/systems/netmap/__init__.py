"""FreeBSD's netmap: packet rings that user space and the kernel share, VALE switches between them, and who is told of
a packet. See README.md in this folder."""
