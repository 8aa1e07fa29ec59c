// SPDX-License-Identifier: GPL-2.0-only
/*
 * Shutdown: the host asks for power off, restart or hibernation (protocol 4.2).
 *
 * The answer goes out first, then a work item acts: what follows may take the
 * channel away.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/jiffies.h>
#include <linux/kobject.h>
#include <linux/reboot.h>
#include <linux/slab.h>
#include "utils.h"

/*
 * The same request is a duplicate for this long. After that the administrator
 * at the host is serious and user space gets a second chance to obey.
 */
#define SHUTDOWN_DUPLICATE	(60 * HZ)

/**
 * struct hv_shutdown - state of the component
 * @util: the device
 * @work: carries @action out
 * @action: last accepted request
 * @fresh: accepted, answer not yet sent
 * @forget: the session is a new one: what comes next is no duplicate
 * @since: jiffies of its acceptance
 * @can_hibernate: what the firmware said; it cannot be asked in softirq
 *
 * Written by the channel callback before it queues @work and never while
 * @work is on its way for the same request: no lock.
 */
struct hv_shutdown {
	struct hv_util *util;
	struct work_struct work;
	enum ic_power_action action;
	bool fresh;
	bool forget;
	bool can_hibernate;
	unsigned long since;
};

static const u32 shutdown_versions[] = {
	IC_VERSION(3, 2), IC_VERSION(3, 1), IC_VERSION(3, 0), IC_VERSION(1, 0)
};

static void shutdown_work(struct work_struct *work)
{
	struct hv_shutdown *sd = container_of(work, struct hv_shutdown, work);
	char event[] = "EVENT=hibernate";
	char *envp[2];

	/*
	 * The host's force bit is about applications that do not want to end.
	 * Linux never asks them, so both forms are one. What is forced here is
	 * the power off if user space has no command for an orderly one.
	 */
	switch (READ_ONCE(sd->action)) {
	case IC_POWER_OFF:
		pr_info_ratelimited("Shutdown requested by the host\n");
		orderly_poweroff(true);
		break;
	case IC_POWER_RESTART:
		pr_info_ratelimited("Restart requested by the host\n");
		orderly_reboot();
		break;
	case IC_POWER_HIBERNATE:
		pr_info_ratelimited("Hibernation requested by the host\n");
		/* Only user space knows whether and where there is swap. */
		envp[0] = event;
		envp[1] = NULL;
		kobject_uevent_env(&sd->util->dev->device.kobj, KOBJ_CHANGE,
				   envp);
		break;
	case IC_POWER_NONE:
		break;
	}
}

static int shutdown_init(struct hv_util *util)
{
	struct hv_shutdown *sd;

	sd = kzalloc(sizeof(*sd), GFP_KERNEL);
	if (!sd)
		return -ENOMEM;
	sd->util = util;
	sd->can_hibernate = vmbus_hibernation_supported();
	INIT_WORK(&sd->work, shutdown_work);
	util->priv = sd;
	return 0;
}

static void shutdown_exit(struct hv_util *util)
{
	struct hv_shutdown *sd = util->priv;

	cancel_work_sync(&sd->work);
	kfree(sd);
}

static u32 shutdown_request(struct hv_util *util, struct ic_message *msg)
{
	struct hv_shutdown *sd = util->priv;
	enum ic_power_action action;
	bool forced;
	u32 status;

	status = ic_shutdown_decode(msg, sd->can_hibernate, &action, &forced);
	if (status != IC_STATUS_OK)
		return status;
	if (sd->action != IC_POWER_NONE &&
	    (work_pending(&sd->work) ||
	     (!sd->forget && sd->action == action &&
	      time_before(jiffies, sd->since + SHUTDOWN_DUPLICATE))))
		return IC_STATUS_OK;
	WRITE_ONCE(sd->action, action);
	sd->since = jiffies;
	sd->forget = false;
	sd->fresh = true;
	return IC_STATUS_OK;
}

static void shutdown_replied(struct hv_util *util)
{
	struct hv_shutdown *sd = util->priv;

	if (!sd->fresh)
		return;
	sd->fresh = false;
	schedule_work(&sd->work);
}

/* A closed channel ends the memory of earlier requests: after a resume they count anew. */
static void shutdown_reset(struct hv_util *util)
{
	struct hv_shutdown *sd = util->priv;

	sd->forget = true;
	sd->fresh = false;
}

const struct hv_util_service hv_shutdown_service = {
	.title = "Shutdown",
	.protocol = {
		.type = IC_TYPE_SHUTDOWN,
		.versions = shutdown_versions,
		.count = ARRAY_SIZE(shutdown_versions),
	},
	.init = shutdown_init,
	.exit = shutdown_exit,
	.request = shutdown_request,
	.replied = shutdown_replied,
	.reset = shutdown_reset,
};
