// SPDX-License-Identifier: GPL-2.0-only
/* hv_fcopy_daemon: files that the host sends into the guest. */
#include "message.h"
#include "target.h"
#include "lib/log.h"
#include "lib/service.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static const char *opt_target = "/";
static char target_root[4096];
static char current[FCOPY_NODE_NAME_BYTES * 2];
static int registered;

static size_t hello(void *buf)
{
	uint32_t version = FCOPY_NODE_VERSION;

	registered = 0;
	memcpy(buf, &version, sizeof(version));
	return sizeof(version);
}

static uint32_t status_of(int rc)
{
	switch (-rc) {
	case 0:
		return HV_NODE_OK;
	case EEXIST:
		return HV_NODE_EXISTS;
	case ENOSPC:
	case EDQUOT:
		return HV_NODE_DISK_FULL;
	case EINVAL:
		return HV_NODE_BAD_ARGUMENT;
	default:
		return HV_NODE_FAIL;
	}
}

static int start(const struct fcopy_request *r)
{
	if (target_is_open())
		log_line(LOG_WARNING, "'%s' was not finished: removed", current);
	snprintf(current, sizeof(current), "%s/%s", r->directory, r->file);
	return target_open(target_root, r);
}

static size_t message(void *buf, size_t len)
{
	static struct fcopy_request r;
	uint32_t status;
	int rc = 0;

	if (!registered && len == sizeof(uint32_t)) {
		registered = 1;
		return 0;
	}
	status = fcopy_request_parse(buf, len, &r);
	if (status) {
		log_line(LOG_WARNING, "ill-formed request, operation %u, %lu bytes", r.operation,
			 (unsigned long)len);
		/* a bad block is the end of its file */
		target_cancel();
		goto out;
	}
	switch (r.operation) {
	case FCOPY_NODE_START:
		rc = start(&r);
		break;
	case FCOPY_NODE_WRITE:
		rc = target_write(&r);
		break;
	case FCOPY_NODE_COMPLETE:
		rc = target_complete();
		if (!rc)
			log_line(LOG_INFO, "the host copied '%s'", current);
		break;
	default:
		target_cancel();
		log_line(LOG_INFO, "the host cancelled the copy of '%s'", current);
		break;
	}
	if (rc) {
		log_line(LOG_WARNING, "copy of '%s': %s", current, strerror(-rc));
		target_cancel();
	}
	status = status_of(rc);
out:
	memcpy(buf, &status, sizeof(status));
	return sizeof(status);
}

static const struct service_option options[] = {
	{ "target", "DIR", "files are put below DIR only (/)", &opt_target },
	{ NULL, NULL, NULL, NULL }
};

static const struct service fcopy_service = {
	"hv_fcopy_daemon",
	"Takes files that the Hyper-V host copies into this system.",
	"/dev/vmbus/hv_fcopy",
	0,
	sizeof(struct fcopy_node_write) + 64,
	options,
	hello,
	message,
	NULL,
	target_cancel,
	NULL,
	NULL
};

int main(int argc, char **argv)
{
	service_options(&fcopy_service, argc, argv);
	if (opt_target[0] != '/') {
		fprintf(stderr, "hv_fcopy_daemon: --target takes an absolute path, not '%s'\n", opt_target);
		return 2;
	}
	if (service_path(target_root, sizeof(target_root), opt_target)) {
		fprintf(stderr, "hv_fcopy_daemon: the directory of --target has too long a name\n");
		return 2;
	}
	return service_run(&fcopy_service);
}
