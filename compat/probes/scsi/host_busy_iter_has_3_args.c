// SPDX-License-Identifier: GPL-2.0-only
/*
 * The callback of scsi_host_busy_iter() has three arguments, the last of them "reserved".
 *
 * Since: before 5.10, until 6.0 (2dd6532e9591)
 */
#include <scsi/scsi_host.h>

void (*probe)(struct Scsi_Host *, bool (*)(struct scsi_cmnd *, void *, bool), void *) =
	scsi_host_busy_iter;
