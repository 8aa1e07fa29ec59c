/* SPDX-License-Identifier: GPL-2.0-only */
/* Requests of the file copy service. Pure code. */
#ifndef FCOPY_MESSAGE_H
#define FCOPY_MESSAGE_H

#include "hv_node.h"

#include <stddef.h>

/**
 * struct fcopy_request - a checked request
 * @operation: of enum fcopy_node_operation
 * @flags: of START, FCOPY_NODE_OVERWRITE and FCOPY_NODE_CREATE_PATH
 * @size: of START, bytes of the file; 0 = none or not told
 * @directory: of START; absolute, strict UTF-8, no part is ".."
 * @file: of START; one part of a path
 * @offset: of WRITE
 * @length: of WRITE, at most FCOPY_NODE_BLOCK, and all of it is there
 * @data: of WRITE, inside the message
 */
struct fcopy_request {
	unsigned int operation;
	uint32_t flags;
	uint64_t size;
	char directory[FCOPY_NODE_NAME_BYTES];
	char file[FCOPY_NODE_NAME_BYTES];
	uint64_t offset;
	uint32_t length;
	const uint8_t *data;
};

/**
 * fcopy_request_parse() - check a message of the kernel
 * @buf: what was read
 * @len: bytes of it
 * Returns a status of HV_NODE_*.
 */
uint32_t fcopy_request_parse(const void *buf, size_t len, struct fcopy_request *r);

/**
 * struct fcopy_progress - where a copy stands
 * @size: that was announced, 0 = none
 * @end: behind the last byte that is there
 */
struct fcopy_progress {
	uint64_t size;
	uint64_t end;
};

/**
 * fcopy_block_ok() - may this block be written?
 *
 * No byte is behind the announced size. Blocks may come again, and leave holes:
 * the host sees the answer to each.
 */
int fcopy_block_ok(const struct fcopy_progress *p, uint64_t offset, uint32_t length);

#endif /* FCOPY_MESSAGE_H */
