// SPDX-License-Identifier: GPL-2.0-only
/*
 * Restart and power off by the commands of user space, or without it if it has
 * none.
 */
#include <linux/kernel.h>
#include <linux/kmod.h>
#include <linux/module.h>
#include <linux/reboot.h>
#include <hvc_config.h>

#if !HVC_ORDERLY_REBOOT_EXISTS || !HVC_ORDERLY_POWEROFF_EXISTS

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
#endif

#if !HVC_ORDERLY_REBOOT_EXISTS
void hvc_orderly_reboot(void)
{
	if (hvc_run("/sbin/reboot")) {
		printk(KERN_WARNING "hv_vmbus: /sbin/reboot cannot be run: restarting without it\n");
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
		kernel_power_off();
	}
}
EXPORT_SYMBOL_GPL(hvc_orderly_poweroff);
#endif
