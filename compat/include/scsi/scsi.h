/* SPDX-License-Identifier: GPL-2.0-only */
/* Results of queuecommand as an enum. */
#ifndef HVC_SCSI_SCSI_H
#define HVC_SCSI_SCSI_H

#include_next <scsi/scsi.h>
#include <hvc_config.h>

/* The values SCSI_MLQUEUE_* are macros on these kernels, the result an int. */
#if !HVC_QUEUECOMMAND_RETURNS_QC_STATUS
enum scsi_qc_status {
	HVC_SCSI_QC_ACCEPTED
};
#endif

#endif /* HVC_SCSI_SCSI_H */
