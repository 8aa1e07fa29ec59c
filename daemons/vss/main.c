// SPDX-License-Identifier: GPL-2.0-only
/* hv_vss_daemon: file systems held still while the host takes a backup. */
#include "freeze.h"
#include "hooks.h"
#include "message.h"
#include "lib/log.h"
#include "lib/service.h"
#include "lib/text.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define HOOK_MS		8000	/* together with the freeze less than the host waits */
#define DEFAULT_LIMIT	"120"
#define LIMIT_MAX	900

static const char *opt_limit = DEFAULT_LIMIT;
static const char *opt_hooks = "/etc/hyperv/vss.d";
static unsigned int limit;		/* seconds */
static char hook_dir[512];

static int registered;
static int is_frozen;
static int broken;			/* thawed before the host asked for it */
static int after_thaw;			/* hooks are to be run */
static long long deadline;		/* milliseconds */

static long long now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (long long)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

static size_t hello(void *buf)
{
	struct vss_node_msg *msg = buf;

	/* the device is ours: whatever is still frozen is nobody's */
	if (!is_frozen)
		freeze_recover();
	registered = 0;
	memset(msg, 0, sizeof(*msg));
	msg->head.request.operation = VSS_NODE_REGISTER1;
	return sizeof(*msg);
}

static int freeze(void)
{
	int rc;

	broken = 0;
	if (is_frozen)
		return -EBUSY;
	if (hooks_freeze(hook_dir, HOOK_MS))
		return -ECANCELED;
	rc = freeze_all(limit);
	if (rc) {
		hooks_thaw(HOOK_MS);
		return rc;
	}
	is_frozen = 1;
	deadline = now_ms() + (long long)limit * 1000;
	return 0;
}

static int thaw(void)
{
	int rc;

	if (!is_frozen) {
		rc = broken ? -ETIMEDOUT : 0;
		broken = 0;
		return rc;
	}
	rc = freeze_thaw();
	is_frozen = 0;
	after_thaw = 1;
	return rc;
}

static size_t message(void *buf, size_t len)
{
	struct vss_node_msg *msg = buf;
	int operation, rc;

	operation = vss_request_parse(buf, len, registered);
	switch (operation) {
	case VSS_NODE_REGISTER1:
		registered = 1;
		return 0;
	case VSS_NODE_HOT_BACKUP:
		rc = 0;
		break;
	case VSS_NODE_FREEZE:
		rc = freeze();
		if (rc)
			log_line(LOG_ERR, "not frozen: %s", strerror(-rc));
		else
			log_line(LOG_INFO, "frozen");
		break;
	case VSS_NODE_THAW:
		rc = thaw();
		if (rc)
			log_line(LOG_ERR, "the file systems did not stay frozen: %s", strerror(-rc));
		else
			log_line(LOG_INFO, "thawed");
		break;
	default:
		log_line(LOG_WARNING, "unknown request %d, %lu bytes", operation, (unsigned long)len);
		vss_answer(msg, operation, operation < 0 ? HV_NODE_BAD_ARGUMENT : HV_NODE_UNSUPPORTED);
		return sizeof(*msg);
	}
	vss_answer(msg, operation, rc ? HV_NODE_FAIL : HV_NODE_OK);
	return sizeof(*msg);
}

/* The host has its answer; now there is time for the applications. */
static void after(void)
{
	if (!after_thaw)
		return;
	after_thaw = 0;
	hooks_thaw(HOOK_MS);
}

static void give_up(const char *why)
{
	if (!is_frozen)
		return;
	thaw();
	broken = 1;
	log_line(LOG_ERR, "%s while frozen: thawed, the backup is not consistent", why);
	after();
}

static void lost(void)
{
	give_up("the kernel or the daemon ended");
}

static int wait_ms(void)
{
	long long left;

	if (!is_frozen)
		return -1;
	left = deadline - now_ms();
	return left < 0 ? 0 : (int)left;
}

static void timer(void)
{
	if (is_frozen && now_ms() >= deadline)
		give_up("the host was silent too long");
}

static const struct service_option options[] = {
	{ "limit", "SECONDS", "thaw when the host does not, after so long (" DEFAULT_LIMIT ")", &opt_limit },
	{ "hooks", "DIR", "programs run before and after (/etc/hyperv/vss.d)", &opt_hooks },
	{ NULL, NULL, NULL, NULL }
};

static const struct service vss_service = {
	"hv_vss_daemon",
	"Freezes and thaws the file systems when the Hyper-V host takes a backup.",
	"/dev/vmbus/hv_vss",
	HV_NODE_CN_VSS,
	/* the kernel may hand over more than it should */
	8192,
	options,
	hello,
	message,
	after,
	lost,
	wait_ms,
	timer
};

int main(int argc, char **argv)
{
	unsigned long n;
	int rc;

	service_options(&vss_service, argc, argv);
	if (text_number(opt_limit, strlen(opt_limit), LIMIT_MAX, &n) || !n) {
		fprintf(stderr, "hv_vss_daemon: --limit takes 1 to %d seconds, not '%s'\n", LIMIT_MAX,
			opt_limit);
		return 2;
	}
	limit = (unsigned int)n;
	if (service_path(hook_dir, sizeof(hook_dir), opt_hooks)) {
		fprintf(stderr, "hv_vss_daemon: the directory of --hooks has too long a name\n");
		return 2;
	}
	rc = freeze_init();
	if (rc) {
		fprintf(stderr, "hv_vss_daemon: %s\n", strerror(-rc));
		return 1;
	}
	return service_run(&vss_service);
}
