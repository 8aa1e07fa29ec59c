// SPDX-License-Identifier: GPL-2.0-only
/*
 * scsi_rescan_device() takes a struct scsi_device.
 *
 * Since: 6.6 (79519528a180)
 * Backports: 6.1.57
 */
#include <scsi/scsi_device.h>
#include <scsi/scsi_host.h>

typeof(scsi_rescan_device(NULL)) hvc_probe(struct scsi_device *sdev);
typeof(scsi_rescan_device(NULL)) hvc_probe(struct scsi_device *sdev)
{
	return scsi_rescan_device(sdev);
}
