/* SPDX-License-Identifier: GPL-2.0-only */
/* Frames of the netlink connector around a message. Pure code. */
#ifndef HV_CONNECTOR_H
#define HV_CONNECTOR_H

#include <stddef.h>

/**
 * connector_parse() - take a message out of a netlink packet
 * @packet: what was received
 * @len: bytes of it
 * @index: connector index that is expected
 * @buf: receives the message
 * @size: bytes there
 *
 * Returns the length of the message, 0 if there is none for us.
 */
size_t connector_parse(const void *packet, size_t len, unsigned int index, void *buf, size_t size);

/**
 * connector_build() - the reverse
 * Returns the length of the packet, 0 when it does not fit.
 */
size_t connector_build(void *packet, size_t size, unsigned int index, const void *buf, size_t len);

#endif /* HV_CONNECTOR_H */
