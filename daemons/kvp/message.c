// SPDX-License-Identifier: GPL-2.0-only
/* Requests and answers of key/value exchange; pure code, see message.h. */
#include "message.h"
#include "lib/text.h"

#include <string.h>

/*
 * A string of @size bytes, zero byte included, in a field of @room bytes. A
 * size without a zero byte inside is taken if the string still fits.
 */
static int take_string(char *to, const uint8_t *field, size_t room, uint32_t size)
{
	const void *zero;
	size_t len;

	if (size > room)
		return -1;
	zero = memchr(field, 0, size);
	len = zero ? (size_t)((const uint8_t *)zero - field) : size;
	if (len >= room || !text_utf8_ok((const char *)field, len))
		return -1;
	memcpy(to, field, len);
	to[len] = '\0';
	return 0;
}

static int take_key(char *to, const uint8_t *field, uint32_t size)
{
	return take_string(to, field, KVP_NODE_KEY_BYTES, size) || !to[0] ? -1 : 0;
}

uint32_t kvp_request_parse(const struct kvp_node_msg *msg, size_t len, struct kvp_request *r)
{
	const struct kvp_node_value *v = &msg->body.value;

	memset(r, 0, sizeof(*r));
	if (len < sizeof(*msg))
		return HV_NODE_BAD_ARGUMENT;
	r->operation = msg->head.request.operation;
	r->pool = msg->head.request.pool;
	if (r->operation == KVP_NODE_REGISTER1) {
		/* an answer to us: a string of a kernel, cut where it is too long */
		memcpy(r->version, msg->body.reg.version, sizeof(r->version) - 1);
		if (!text_utf8_ok(r->version, strlen(r->version)))
			r->version[0] = '\0';
		return HV_NODE_OK;
	}
	if (r->operation > KVP_NODE_SET_IP)
		return HV_NODE_UNSUPPORTED;
	if (r->operation >= KVP_NODE_GET_IP)
		return HV_NODE_OK;
	if (r->pool >= KVP_NODE_POOLS)
		return HV_NODE_BAD_ARGUMENT;

	switch (r->operation) {
	case KVP_NODE_SET:
		if (take_string(r->value, v->value, KVP_NODE_VALUE_BYTES, v->value_size))
			return HV_NODE_BAD_ARGUMENT;
		/* fall through */
	case KVP_NODE_GET:
		return take_key(r->key, v->key, v->key_size) ? HV_NODE_BAD_ARGUMENT : HV_NODE_OK;
	case KVP_NODE_DELETE:
		return take_key(r->key, msg->body.delete.key, msg->body.delete.key_size) ?
			HV_NODE_BAD_ARGUMENT : HV_NODE_OK;
	default:
		r->index = msg->body.enumerate.index;
		return HV_NODE_OK;
	}
}

void kvp_answer(struct kvp_node_msg *msg, uint32_t status)
{
	memset(msg, 0, sizeof(*msg));
	msg->head.status = status;
}

static int put(uint8_t *field, size_t room, uint32_t *size, const char *s)
{
	size_t len = strlen(s);

	if (len >= room)
		return -1;
	memcpy(field, s, len + 1);
	*size = (uint32_t)len + 1;
	return 0;
}

static int put_value(struct kvp_node_value *v, const char *value)
{
	uint32_t size = 0;

	if (put(v->value, sizeof(v->value), &size, value))
		return -1;
	v->value_size = size;
	v->type = KVP_NODE_STRING;
	return 0;
}

int kvp_answer_value(struct kvp_node_msg *msg, const char *value)
{
	kvp_answer(msg, HV_NODE_OK);
	if (!put_value(&msg->body.value, value))
		return 0;
	kvp_answer(msg, HV_NODE_FAIL);
	return -1;
}

int kvp_answer_pair(struct kvp_node_msg *msg, const char *key, const char *value)
{
	struct kvp_node_value *v = &msg->body.enumerate.data;
	uint32_t size = 0;

	kvp_answer(msg, HV_NODE_OK);
	if (!put(v->key, sizeof(v->key), &size, key) && !put_value(v, value)) {
		v->key_size = size;
		return 0;
	}
	kvp_answer(msg, HV_NODE_FAIL);
	return -1;
}
