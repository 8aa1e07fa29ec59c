// SPDX-License-Identifier: GPL-2.0-only
/*
 * libata can be asked to leave disks alone, which ata_piix does on Hyper-V.
 *
 * Since: 3.5 (db63a4c8115a, cd006086fa5d)
 * Backports: RHEL 6
 */
#include <linux/libata.h>

int hvc_probe(void);
int hvc_probe(void)
{
	return ATA_HOST_IGNORE_ATA;
}
