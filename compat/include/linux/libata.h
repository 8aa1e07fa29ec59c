/* SPDX-License-Identifier: GPL-2.0-only */
/* Whether libata can be asked to leave disks alone; nothing else is wanted of it. */
#ifndef HVC_LINUX_LIBATA_H
#define HVC_LINUX_LIBATA_H

#include <hvc_config.h>

#if HVC_ATA_HOST_IGNORE_ATA_EXISTS
#include_next <linux/libata.h>
#else
#define ATA_HOST_IGNORE_ATA	0
#endif

#endif /* HVC_LINUX_LIBATA_H */
