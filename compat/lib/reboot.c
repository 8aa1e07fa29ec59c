// SPDX-License-Identifier: GPL-2.0-only
/*
 * Restart and power off by the commands of user space, or without it if it has
 * none. Then what files have in memory is written back first: the kernel's own
 * emergency_sync() is not for modules, so sync(1) does it.
 */
#include <linux/completion.h>
#include <linux/err.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/kmod.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/reboot.h>
#include <hvc_config.h>

#if !HVC_ORDERLY_REBOOT_EXISTS || !HVC_ORDERLY_POWEROFF_EXISTS

/* How long sync(1) may take; a disk may be gone, and the machine has to end. */
#define SYNC_SECONDS	10

static DECLARE_COMPLETION(hvc_synced);

/* May sleep. 0: the command was started. */
static int hvc_run(char *command)
{
	static char *envp[] = {
		"HOME=/",
		"PATH=/sbin:/bin:/usr/sbin:/usr/bin",
		NULL
	};
	char *argv[2];

	argv[0] = command;
	argv[1] = NULL;
	return call_usermodehelper(command, argv, envp, 1);
}

static int hvc_sync_thread(void *unused)
{
	hvc_run("/bin/sync");
	complete(&hvc_synced);
	return 0;
}

/* May sleep. Nothing is loaded or unloaded any more after it. */
static void hvc_sync(void)
{
	if (!IS_ERR(kthread_run(hvc_sync_thread, NULL, "hv_sync")))
		wait_for_completion_timeout(&hvc_synced, SYNC_SECONDS * HZ);
}
#endif

#if !HVC_ORDERLY_REBOOT_EXISTS
void hvc_orderly_reboot(void)
{
	if (hvc_run("/sbin/reboot")) {
		printk(KERN_WARNING "hv_vmbus: /sbin/reboot cannot be run: restarting without it\n");
		hvc_sync();
		kernel_restart(NULL);
	}
}
EXPORT_SYMBOL_GPL(hvc_orderly_reboot);
#endif

#if !HVC_ORDERLY_POWEROFF_EXISTS
void hvc_orderly_poweroff(void)
{
	if (hvc_run("/sbin/poweroff")) {
		printk(KERN_WARNING "hv_vmbus: /sbin/poweroff cannot be run: powering off without it\n");
		hvc_sync();
		kernel_power_off();
	}
}
EXPORT_SYMBOL_GPL(hvc_orderly_poweroff);
#endif
