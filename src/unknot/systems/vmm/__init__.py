"""bhyve's vmm: virtual processors, their interrupt controllers, and the calls that stop them all. See README.md in this
folder."""
