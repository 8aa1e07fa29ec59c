/* SPDX-License-Identifier: GPL-2.0-only */
/* Orderly restart and power off; see lib/reboot.c. */
#ifndef HVC_LINUX_REBOOT_H
#define HVC_LINUX_REBOOT_H

#include_next <linux/reboot.h>
#include <hvc_config.h>

#if !HVC_ORDERLY_REBOOT_EXISTS
void hvc_orderly_reboot(void);
#define orderly_reboot()	hvc_orderly_reboot()
#endif
#if !HVC_ORDERLY_POWEROFF_EXISTS
void hvc_orderly_poweroff(void);
#define orderly_poweroff(force)	hvc_orderly_poweroff()
#endif

#endif /* HVC_LINUX_REBOOT_H */
