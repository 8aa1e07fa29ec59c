// SPDX-License-Identifier: GPL-2.0-only
/* hv_kvp_daemon: key/value exchange with the host. */
#include "kvp.h"
#include "message.h"
#include "pool.h"
#include "lib/log.h"
#include "lib/service.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static size_t hello(void *buf)
{
	struct kvp_node_msg *msg = buf;

	memset(msg, 0, sizeof(*msg));
	msg->head.request.operation = KVP_NODE_REGISTER1;
	return sizeof(*msg);
}

/* What the host is told about an error of a pool. */
static uint32_t pool_status(int rc, const struct kvp_request *r)
{
	if (!rc)
		return HV_NODE_OK;
	if (rc == -ENOENT)
		return HV_NODE_NO_MORE;
	log_line(LOG_ERR, "pool %u: %s", r->pool, strerror(-rc));
	return rc == -ENOSPC || rc == -EDQUOT ? HV_NODE_DISK_FULL : HV_NODE_FAIL;
}

static void enumerate(struct kvp_node_msg *msg, const struct kvp_request *r)
{
	static char key[KVP_NODE_KEY_BYTES], value[KVP_NODE_VALUE_BYTES];
	const char *name = key;
	int rc = 0;

	if (r->pool == KVP_NODE_AUTO) {
		name = auto_key(r->index, value);
		if (!name)
			rc = -ENOENT;
	} else {
		rc = pool_at(r->pool, r->index, key, value);
	}
	if (rc)
		kvp_answer(msg, pool_status(rc, r));
	else
		kvp_answer_pair(msg, name, value);
}

static int get(const struct kvp_request *r, char *value)
{
	const char *name;
	unsigned int i;
	int rc;

	rc = pool_get(r->pool, r->key, value);
	if (rc != -ENOENT || r->pool != KVP_NODE_AUTO)
		return rc;
	for (i = 0; (name = auto_key(i, value)) != NULL; i++)
		if (!strcmp(name, r->key))
			return 0;
	return -ENOENT;
}

static size_t message(void *buf, size_t len)
{
	static struct kvp_request r;
	static char value[KVP_NODE_VALUE_BYTES];
	struct kvp_node_msg *msg = buf;
	uint32_t status;
	int rc;

	status = kvp_request_parse(msg, len, &r);
	if (status) {
		log_line(LOG_WARNING, "ill-formed request, operation %u, pool %u, %lu bytes",
			 r.operation, r.pool, (unsigned long)len);
		kvp_answer(msg, status);
		return sizeof(*msg);
	}
	log_line(LOG_DEBUG, "operation %u, pool %u, index %u, key '%s'", r.operation, r.pool,
		 r.index, r.key);
	switch (r.operation) {
	case KVP_NODE_REGISTER1:
		auto_version(r.version);
		return 0;
	case KVP_NODE_GET:
		rc = get(&r, value);
		if (rc)
			kvp_answer(msg, pool_status(rc, &r));
		else
			kvp_answer_value(msg, value);
		break;
	case KVP_NODE_SET:
		kvp_answer(msg, pool_status(pool_set(r.pool, r.key, r.value), &r));
		break;
	case KVP_NODE_DELETE:
		kvp_answer(msg, pool_status(pool_delete(r.pool, r.key), &r));
		break;
	case KVP_NODE_ENUMERATE:
		enumerate(msg, &r);
		break;
	case KVP_NODE_GET_IP:
		ip_get(msg);
		break;
	default:
		ip_set(msg);
		break;
	}
	return sizeof(*msg);
}

static const struct service kvp_service = {
	"hv_kvp_daemon",
	"Answers what the Hyper-V host asks and tells: keys and values, IP addresses.",
	"/dev/vmbus/hv_kvp",
	HV_NODE_CN_KVP,
	sizeof(struct kvp_node_msg),
	NULL,
	hello,
	message,
	NULL,
	NULL,
	NULL,
	NULL
};

int main(int argc, char **argv)
{
	char dir[4000];
	int rc;

	service_options(&kvp_service, argc, argv);
	if (service_path(dir, sizeof(dir), KVP_STATE)) {
		fprintf(stderr, "hv_kvp_daemon: the root directory has too long a name\n");
		return 2;
	}
	rc = pool_init(dir);
	if (rc) {
		fprintf(stderr, "hv_kvp_daemon: cannot use %s: %s\n", dir, strerror(-rc));
		return 1;
	}
	return service_run(&kvp_service);
}
