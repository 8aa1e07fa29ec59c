/* SPDX-License-Identifier: GPL-2.0-only */
/* Requests of the backup service. Pure code. */
#ifndef VSS_MESSAGE_H
#define VSS_MESSAGE_H

#include "hv_node.h"

#include <stddef.h>

/**
 * vss_request_parse() - what does the kernel want?
 * @buf: what was read
 * @len: bytes of it
 * @registered: the answer to the registration has come
 *
 * Returns an operation of enum vss_node_operation; VSS_NODE_REGISTER1 is the
 * answer to the registration; -1: ill-formed.
 */
int vss_request_parse(const void *buf, size_t len, int registered);

/** vss_answer() - make the answer */
void vss_answer(struct vss_node_msg *msg, int operation, uint32_t status);

#endif /* VSS_MESSAGE_H */
