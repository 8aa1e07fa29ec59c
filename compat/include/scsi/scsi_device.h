/* SPDX-License-Identifier: GPL-2.0-only */
/* Settings of a SCSI device that not every kernel knows. */
#ifndef HVC_SCSI_SCSI_DEVICE_H
#define HVC_SCSI_SCSI_DEVICE_H

#include_next <scsi/scsi_device.h>
#include <hvc_config.h>

#if HVC_SDEV_HAS_NO_REPORT_OPCODES
#define scsi_device_no_report_opcodes(sdev)	((sdev)->no_report_opcodes = 1)
#else
/* These kernels do not ask. */
#define scsi_device_no_report_opcodes(sdev)	do { } while (0)
#endif

#if HVC_SDEV_HAS_NO_WRITE_SAME
#define scsi_device_allow_write_same(sdev)	((sdev)->no_write_same = 0)
#else
#define scsi_device_allow_write_same(sdev)	do { } while (0)
#endif

/* In jiffies, for commands of disks. */
#if HVC_BLK_QUEUE_RQ_TIMEOUT_EXISTS
#define scsi_device_rq_timeout(sdev, t) \
	blk_queue_rq_timeout((sdev)->request_queue, t)
#else
#define scsi_device_rq_timeout(sdev, t)		((sdev)->timeout = (t))
#endif

#if !HVC_SCSI_DEVICE_CREATED_EXISTS
#define scsi_device_created(sdev)	((sdev)->sdev_state == SDEV_CREATED)
#endif

#if !HVC_TEST_UNIT_READY_HAS_4_ARGS
/* Who asks has a struct scsi_sense_hdr, which is declared there. */
#include <scsi/scsi_eh.h>
#define scsi_test_unit_ready(sdev, timeout, retries, sshdr) \
	((void)(sshdr), scsi_test_unit_ready(sdev, timeout, retries))
#endif

#endif /* HVC_SCSI_SCSI_DEVICE_H */
