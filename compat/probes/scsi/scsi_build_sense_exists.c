// SPDX-License-Identifier: GPL-2.0-only
/*
 * scsi_build_sense() fills sense buffer and status of a command.
 *
 * Since: 5.14 (f2b1e9c6f867).
 */
#include <scsi/scsi_cmnd.h>

void (*hvc_probe)(struct scsi_cmnd *, int, u8, u8, u8) = scsi_build_sense;
