// SPDX-License-Identifier: GPL-2.0-only
/*
 * Hibernation: the connection ends before the image is made and comes back with
 * the same version (protocol 2.8).
 *
 * Devices are matched by their GUIDs; relids and connection ids are new. Between
 * the end of the connection and the image the CPUs go offline, which turns their
 * SynIC off; the last one does that in the syscore phase.
 */
#define pr_fmt(fmt) "hv_vmbus: " fmt

#include <linux/acpi.h>
#include <linux/delay.h>
#include <linux/pm.h>
#include <linux/syscore_ops.h>
#include "vmbus_priv.h"

#define VMBUS_RESUME_TIMEOUT	(10 * HZ)

static u32 suspended_version;	/* 0: not suspended */

bool vmbus_hibernation_supported(void)
{
	u8 a, b;

	return ACPI_SUCCESS(acpi_get_sleep_type_data(ACPI_STATE_S4, &a, &b));
}
EXPORT_SYMBOL_GPL(vmbus_hibernation_supported);

static int vmbus_root_suspend(struct device *dev)
{
	u32 version = vmbus_conn.version;
	int ret;

	if (READ_ONCE(vmbus_conn.state) != VMBUS_CONNECTED)
		return 0;
	ret = vmbus_chan_suspend_all();
	if (ret)
		return ret;
	ret = vmbus_disconnect();
	/* Older hosts know no end; the next contact brings it about. */
	if (ret && ret != -EOPNOTSUPP)
		pr_warn("suspending with a host that still thinks it is connected\n");
	vmbus_conn_drain();
	vmbus_chan_forget_relids();
	suspended_version = version;
	return 0;
}

static int vmbus_root_resume(struct device *dev)
{
	u32 version = suspended_version;
	unsigned long end;
	int ret;

	if (!version)
		return 0;
	suspended_version = 0;
	WRITE_ONCE(vmbus_conn.resuming, true);
	ret = vmbus_connect(version);
	if (!ret)
		ret = vmbus_request_offers();
	end = jiffies + VMBUS_RESUME_TIMEOUT;
	if (!ret &&
	    !wait_for_completion_timeout(&vmbus_conn.all_offers,
					 VMBUS_RESUME_TIMEOUT))
		pr_warn("the host did not end its list of offers\n");
	/* A device may be offered late. */
	while (!ret && !vmbus_chan_all_matched() && time_before(jiffies, end))
		msleep(20);
	vmbus_chan_drop_unmatched();
	return ret;
}

const struct dev_pm_ops vmbus_root_pm = {
	.freeze_noirq	= vmbus_root_suspend,
	.thaw_noirq	= vmbus_root_resume,
	.poweroff_noirq	= vmbus_root_suspend,
	.restore_noirq	= vmbus_root_resume,
};

/* The CPU that never goes offline; interrupts are off. */
static int vmbus_syscore_suspend(void *data)
{
	/* Other kinds of sleep keep the connection and need the SynIC. */
	if (READ_ONCE(vmbus_conn.state) == VMBUS_DISCONNECTED)
		hv_platform_cpu_suspend();
	return 0;
}

static void vmbus_syscore_resume(void *data)
{
	hv_platform_cpu_resume();
}

DEFINE_SYSCORE(vmbus_syscore, vmbus_syscore_suspend, vmbus_syscore_resume);

int vmbus_pm_init(void)
{
	register_syscore(&vmbus_syscore);
	return 0;
}

void vmbus_pm_exit(void)
{
	unregister_syscore(&vmbus_syscore);
}
