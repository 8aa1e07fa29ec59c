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
#elif HVC_QUEUECOMMAND_GETS_HOST
#define DEFINE_SCSI_QUEUECOMMAND(op, fn)				\
	static int op(struct Scsi_Host *shost, struct scsi_cmnd *cmd)	\
	{								\
		return (int)fn(shost, cmd);				\
	}
#elif HVC_TEMPLATE_HAS_LOCKLESS
/* The template has asked not to hold the lock of the host. */
#define DEFINE_SCSI_QUEUECOMMAND(op, fn)				\
	static int op(struct scsi_cmnd *cmd,				\
		      void (*done)(struct scsi_cmnd *))			\
	{								\
		cmd->scsi_done = done;					\
		return (int)fn(cmd->device->host, cmd);			\
	}
#else
/* Others may queue meanwhile: @fn needs no lock of the host. */
#define DEFINE_SCSI_QUEUECOMMAND(op, fn)				\
	static int op(struct scsi_cmnd *cmd,				\
		      void (*done)(struct scsi_cmnd *))			\
	{								\
		struct Scsi_Host *shost = cmd->device->host;		\
		int ret;						\
									\
		cmd->scsi_done = done;					\
		spin_unlock(shost->host_lock);				\
		ret = (int)fn(shost, cmd);				\
		spin_lock(shost->host_lock);				\
		return ret;						\
	}
#endif

/*
 * Members of struct scsi_host_template that not every kernel has. Without
 * commit_rqs every command counts as the last of its batch; without host_reset
 * there is no reset through sysfs; without a boundary see scsi_host_has_gaps().
 */
#if HVC_COMMIT_RQS_EXISTS
#define SCSI_TEMPLATE_COMMIT_RQS(fn)	.commit_rqs = (fn),
#else
#define SCSI_TEMPLATE_COMMIT_RQS(fn)
#endif
#if HVC_TEMPLATE_HAS_TRACK_QUEUE_DEPTH
#define SCSI_TEMPLATE_TRACK_DEPTH	.track_queue_depth = 1,
#else
#define SCSI_TEMPLATE_TRACK_DEPTH
#endif
#if HVC_TEMPLATE_HAS_HOST_RESET
#define SCSI_TEMPLATE_HOST_RESET(fn)	.host_reset = (fn),
#else
#define SCSI_TEMPLATE_HOST_RESET(fn)
#endif
#if HVC_TEMPLATE_HAS_VIRT_BOUNDARY_MASK
#define SCSI_TEMPLATE_VIRT_BOUNDARY(m)	.virt_boundary_mask = (m),
#else
#define SCSI_TEMPLATE_VIRT_BOUNDARY(m)
#endif
#if HVC_TEMPLATE_HAS_NO_WRITE_SAME
#define SCSI_TEMPLATE_NO_WRITE_SAME	.no_write_same = 1,
#else
#define SCSI_TEMPLATE_NO_WRITE_SAME
#endif
/* What newer kernels always do, or never. */
#if HVC_TEMPLATE_HAS_USE_CLUSTERING
#define HVC_SCSI_TEMPLATE_CLUSTERING	.use_clustering = 1,
#else
#define HVC_SCSI_TEMPLATE_CLUSTERING
#endif
#if HVC_TEMPLATE_HAS_LOCKLESS
#define HVC_SCSI_TEMPLATE_LOCKLESS	.lockless = 1,
#else
#define HVC_SCSI_TEMPLATE_LOCKLESS
#endif
#define SCSI_TEMPLATE_DEFAULTS						\
	HVC_SCSI_TEMPLATE_CLUSTERING					\
	HVC_SCSI_TEMPLATE_LOCKLESS

/* change_queue_depth as the SCSI layer itself does it */
#if HVC_CHANGE_QUEUE_DEPTH_EXISTS
#define DEFINE_SCSI_CHANGE_QUEUE_DEPTH(op)				\
	static int op(struct scsi_device *sdev, int depth)		\
	{								\
		return scsi_change_queue_depth(sdev, depth);		\
	}
#else
#include <scsi/scsi_tcq.h>
#define HVC_SCSI_SET_DEPTH(sdev, depth)					\
	scsi_adjust_queue_depth(sdev, scsi_get_tag_type(sdev),		\
				min((depth), (sdev)->host->can_queue))
#if HVC_CHANGE_QUEUE_DEPTH_HAS_REASON
#define DEFINE_SCSI_CHANGE_QUEUE_DEPTH(op)				\
	static int op(struct scsi_device *sdev, int depth, int reason)	\
	{								\
		if (reason == SCSI_QDEPTH_QFULL)			\
			scsi_track_queue_full(sdev, depth);		\
		else							\
			HVC_SCSI_SET_DEPTH(sdev, depth);		\
		return sdev->queue_depth;				\
	}
#else
#define DEFINE_SCSI_CHANGE_QUEUE_DEPTH(op)				\
	static int op(struct scsi_device *sdev, int depth)		\
	{								\
		HVC_SCSI_SET_DEPTH(sdev, depth);			\
		return sdev->queue_depth;				\
	}
#endif
#endif

/*
 * scsi_host_has_tags(): does every command have a number of its own among the
 * hardware queues of this host? It stays so for the life of the host.
 */
#if !HVC_SCSI_HOST_HAS_NR_HW_QUEUES || !HVC_BLK_MQ_UNIQUE_TAG_EXISTS
#define scsi_host_has_tags(host)	false
#elif HVC_SHOST_USE_BLK_MQ_EXISTS
#define scsi_host_has_tags(host)	shost_use_blk_mq(host)
#else
#define scsi_host_has_tags(host)	true
#endif

#if HVC_SCSI_HOST_HAS_NR_HW_QUEUES
#define scsi_host_set_hw_queues(host, n)	((host)->nr_hw_queues = (n))
#else
#define scsi_host_set_hw_queues(host, n)	do { } while (0)
#endif

/*
 * scsi_host_has_gaps(): can pieces of a command begin or end inside a page, other
 * than its first and last? scsi_device_virt_boundary() forbids it where not the
 * template but the queue says so.
 */
#if HVC_TEMPLATE_HAS_VIRT_BOUNDARY_MASK
#define scsi_host_has_gaps()			false
#define scsi_device_virt_boundary(sdev, mask)	do { } while (0)
#elif HVC_BLK_QUEUE_VIRT_BOUNDARY_EXISTS
#define scsi_host_has_gaps()			false
#define scsi_device_virt_boundary(sdev, mask) \
	blk_queue_virt_boundary((sdev)->request_queue, mask)
#else
#define scsi_host_has_gaps()			true
#define scsi_device_virt_boundary(sdev, mask)	do { } while (0)
#endif

/* Most pieces that a command can have. */
#ifndef SG_MAX_SEGMENTS
#ifdef SCSI_MAX_SG_CHAIN_SEGMENTS
#define SG_MAX_SEGMENTS		SCSI_MAX_SG_CHAIN_SEGMENTS
#else
#define SG_MAX_SEGMENTS		SG_ALL
#endif
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
		return fn(sdev, HVC_SCSI_LIMITS(sdev));			\
	}
#if HVC_QUEUE_LIMITS_EXISTS
#define HVC_SCSI_LIMITS(sdev)	(&(sdev)->request_queue->limits)
#else
struct queue_limits;
#define HVC_SCSI_LIMITS(sdev)	((struct queue_limits *)NULL)
#endif
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

/*
 * fn: enum scsi_timeout_action (struct scsi_cmnd *). SCSI_TEMPLATE_TIMED_OUT() sets
 * it in the template. Where it belongs to the transport class the host gets one
 * that has nothing else: scsi_host_use_timed_out(), before scsi_add_host().
 */
#if HVC_BLK_QUEUE_RQ_TIMEOUT_EXISTS && HVC_TEMPLATE_HAS_EH_TIMED_OUT
#if !HVC_EH_TIMED_OUT_RETURNS_SCSI_TIMEOUT_ACTION
#define scsi_timeout_action	blk_eh_timer_return
#define SCSI_EH_RESET_TIMER	BLK_EH_RESET_TIMER
#if HVC_BLK_EH_DONE_EXISTS
#define SCSI_EH_NOT_HANDLED	BLK_EH_DONE
#else
#define SCSI_EH_NOT_HANDLED	BLK_EH_NOT_HANDLED
#endif
#endif
#define DEFINE_SCSI_EH_TIMED_OUT(op, fn)				\
	static enum scsi_timeout_action op(struct scsi_cmnd *cmd)	\
	{								\
		return fn(cmd);						\
	}
#define SCSI_TEMPLATE_TIMED_OUT(op)		.eh_timed_out = (op),
#define scsi_host_use_timed_out(host, op)	do { } while (0)
#else
#include <scsi/scsi_transport.h>
#define scsi_timeout_action	scsi_eh_timer_return
#define SCSI_EH_RESET_TIMER	EH_RESET_TIMER
#define SCSI_EH_NOT_HANDLED	EH_NOT_HANDLED
#define DEFINE_SCSI_EH_TIMED_OUT(op, fn)				\
	static enum scsi_timeout_action op(struct scsi_cmnd *cmd)	\
	{								\
		return fn(cmd);						\
	}								\
	static struct scsi_transport_template op##_transport = {	\
		.eh_timed_out = op,					\
	}
#define SCSI_TEMPLATE_TIMED_OUT(op)
#define scsi_host_use_timed_out(host, op) \
	((host)->transportt = &op##_transport)
#endif

#if !HVC_SCSI_CMND_HAS_SDB
/* Of the same age: a function there, or nothing. */
#define shost_priv(host)	((void *)(host)->hostdata)
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
