// SPDX-License-Identifier: GPL-2.0-only
/*
 * The callback of scsi_host_busy_iter() has two arguments.
 *
 * Since: 6.0 (2dd6532e9591)
 */
#include <scsi/scsi_host.h>

void (*probe)(struct Scsi_Host *, bool (*)(struct scsi_cmnd *, void *), void *) =
	scsi_host_busy_iter;
