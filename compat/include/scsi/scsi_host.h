/* SPDX-License-Identifier: GPL-2.0-only */
/* Operations of a SCSI host under one name and signature each. */
#ifndef HVC_SCSI_SCSI_HOST_H
#define HVC_SCSI_SCSI_HOST_H

#include_next <scsi/scsi_host.h>
#include <linux/blkdev.h>
#include <scsi/scsi.h>
#include <scsi/scsi_cmnd.h>
#include <scsi/scsi_device.h>
#include <hvc_config.h>

/*
 * DEFINE_SCSI_*(op, fn) defines @op in the form that this kernel calls, for @fn
 * in the newest form; see linux/device.h.
 */

/* fn: enum scsi_qc_status (struct Scsi_Host *, struct scsi_cmnd *) */
#if HVC_QUEUECOMMAND_RETURNS_QC_STATUS
#define DEFINE_SCSI_QUEUECOMMAND(op, fn)				\
	static enum scsi_qc_status op(struct Scsi_Host *shost,		\
				      struct scsi_cmnd *cmd)		\
	{								\
		return fn(shost, cmd);					\
	}
#else
#define DEFINE_SCSI_QUEUECOMMAND(op, fn)				\
	static int op(struct Scsi_Host *shost, struct scsi_cmnd *cmd)	\
	{								\
		return (int)fn(shost, cmd);				\
	}
#endif

/* fn: int (struct scsi_device *, struct queue_limits *) */
#if HVC_SDEV_CONFIGURE_EXISTS
#define DEFINE_SCSI_SDEV_CONFIGURE(op, fn)				\
	static int op(struct scsi_device *sdev, struct queue_limits *lim) \
	{								\
		return fn(sdev, lim);					\
	}
#elif HVC_DEVICE_CONFIGURE_EXISTS
#define sdev_init	slave_alloc
#define sdev_configure	device_configure
#define sdev_destroy	slave_destroy
#define DEFINE_SCSI_SDEV_CONFIGURE(op, fn)				\
	static int op(struct scsi_device *sdev, struct queue_limits *lim) \
	{								\
		return fn(sdev, lim);					\
	}
#elif HVC_SLAVE_CONFIGURE_EXISTS
/* The limits of the queue are already in use and may be changed in place. */
#define sdev_init	slave_alloc
#define sdev_configure	slave_configure
#define sdev_destroy	slave_destroy
#define DEFINE_SCSI_SDEV_CONFIGURE(op, fn)				\
	static int op(struct scsi_device *sdev)				\
	{								\
		return fn(sdev, &sdev->request_queue->limits);		\
	}
#else
#error "no known form of sdev_configure on this kernel; please report hvc_config.h"
#endif

/* fn: int (struct scsi_device *, struct gendisk *, sector_t, int *) */
#if HVC_BIOS_PARAM_TAKES_GENDISK
#define DEFINE_SCSI_BIOS_PARAM(op, fn)					\
	static int op(struct scsi_device *sdev, struct gendisk *disk,	\
		      sector_t capacity, int geom[])			\
	{								\
		return fn(sdev, disk, capacity, geom);			\
	}
#else
#define DEFINE_SCSI_BIOS_PARAM(op, fn)					\
	static int op(struct scsi_device *sdev, struct block_device *bdev, \
		      sector_t capacity, int geom[])			\
	{								\
		return fn(sdev, bdev->bd_disk, capacity, geom);		\
	}
#endif

/* fn: enum scsi_timeout_action (struct scsi_cmnd *) */
#if !HVC_EH_TIMED_OUT_RETURNS_SCSI_TIMEOUT_ACTION
#define scsi_timeout_action	blk_eh_timer_return
#define SCSI_EH_RESET_TIMER	BLK_EH_RESET_TIMER
#define SCSI_EH_NOT_HANDLED	BLK_EH_DONE
#endif
#define DEFINE_SCSI_EH_TIMED_OUT(op, fn)				\
	static enum scsi_timeout_action op(struct scsi_cmnd *cmd)	\
	{								\
		return fn(cmd);						\
	}

/* fn: bool (struct scsi_cmnd *, void *), for scsi_host_busy_iter() */
#if HVC_HOST_BUSY_ITER_HAS_2_ARGS
#define DEFINE_SCSI_BUSY_ITER(op, fn)					\
	static bool op(struct scsi_cmnd *cmd, void *data)		\
	{								\
		return fn(cmd, data);					\
	}
#elif HVC_HOST_BUSY_ITER_HAS_3_ARGS
#define DEFINE_SCSI_BUSY_ITER(op, fn)					\
	static bool op(struct scsi_cmnd *cmd, void *data, bool reserved) \
	{								\
		return fn(cmd, data);					\
	}
#else
#error "no known form of scsi_host_busy_iter on this kernel; please report hvc_config.h"
#endif

#if !HVC_SCSI_RESCAN_DEVICE_TAKES_SDEV
#define scsi_rescan_device(sdev) \
	scsi_rescan_device(&(sdev)->sdev_gendev)
#endif

#if !HVC_SCSI_HOST_ALLOC_TAKES_CONST_TEMPLATE
#define scsi_host_alloc(t, size) \
	scsi_host_alloc((struct scsi_host_template *)(t), size)
#endif

#endif /* HVC_SCSI_SCSI_HOST_H */
