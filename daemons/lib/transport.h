/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The way to the kernel's hv_utils: a device node, or the netlink connector of
 * kernels before 4.3. A UNIX socket in place of the node, of the sequenced
 * packet type, is served likewise: so a test can play the kernel.
 */
#ifndef HV_TRANSPORT_H
#define HV_TRANSPORT_H

#include <stddef.h>
#include <sys/types.h>

/**
 * struct transport - an open way to the kernel
 * @fd: descriptor, -1 = closed
 * @connector: index of the netlink connector, 0 = a device
 */
struct transport {
	int fd;
	int connector;
};

/** transport_open() - open the device. Returns 0 or -errno. */
int transport_open(struct transport *t, const char *path);

/** transport_connector() - join the connector @index. Returns 0 or -errno. */
int transport_connector(struct transport *t, int index);

/**
 * transport_read() - one message
 * Returns its length, 0 for one that is to be ignored, or -errno;
 * -ENOTCONN when the other side is gone.
 */
ssize_t transport_read(struct transport *t, void *buf, size_t size);

/** transport_write() - one message. Returns 0 or -errno. */
int transport_write(struct transport *t, const void *buf, size_t len);

/** transport_close() - may be called twice */
void transport_close(struct transport *t);

#endif /* HV_TRANSPORT_H */
