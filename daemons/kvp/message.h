/* SPDX-License-Identifier: GPL-2.0-only */
/* Requests of key/value exchange: checked copies, and answers. Pure code. */
#ifndef KVP_MESSAGE_H
#define KVP_MESSAGE_H

#include "hv_node.h"

#include <stddef.h>

/**
 * struct kvp_request - a checked request
 * @operation: one of enum kvp_node_operation
 * @pool: below KVP_NODE_POOLS
 * @index: of KVP_NODE_ENUMERATE
 * @key: of get, set and delete; not empty
 * @value: of set
 * @version: of the answer to the registration
 */
struct kvp_request {
	unsigned int operation;
	unsigned int pool;
	unsigned int index;
	char key[KVP_NODE_KEY_BYTES];
	char value[KVP_NODE_VALUE_BYTES];
	char version[KVP_NODE_KEY_BYTES];
};

/**
 * kvp_request_parse() - check a message of the kernel
 * @msg: what was read
 * @len: bytes of it
 * @r: receives the request
 *
 * The IP messages are checked by ip_config_parse(). Returns a status of
 * HV_NODE_*; HV_NODE_OK: @r is filled.
 */
uint32_t kvp_request_parse(const struct kvp_node_msg *msg, size_t len, struct kvp_request *r);

/** kvp_answer() - begin an answer: all of the message is cleared */
void kvp_answer(struct kvp_node_msg *msg, uint32_t status);

/**
 * kvp_answer_value() - an answer to get
 * Returns 0, or -1 when the value is too long; then it is a failure.
 */
int kvp_answer_value(struct kvp_node_msg *msg, const char *value);

/** kvp_answer_pair() - an answer to enumerate; like kvp_answer_value() */
int kvp_answer_pair(struct kvp_node_msg *msg, const char *key, const char *value);

#endif /* KVP_MESSAGE_H */
