// SPDX-License-Identifier: GPL-2.0-only
/*
 * LUNs that come, go and change.
 *
 * Answers only leave marks on the LUN they belong to; one work item per
 * controller acts on them. So nothing is allocated in the answer path, a LUN
 * is removed by its own identity, and a hundred answers make one action.
 */
#include <linux/blkdev.h>
#include <linux/slab.h>
#include <scsi/scsi_devinfo.h>

#include "storvsc.h"

/* Events come in bursts, one for each LUN. */
#define SCAN_DELAY	(HZ / 5)
#define PROBE_TIMEOUT	(30 * HZ)

int storvsc_sdev_init(struct scsi_device *sdev)
{
	struct storvsc_dev *dev = shost_priv(sdev->host);
	struct vstor_address addr;

	if (vstor_address(dev->class, sdev->channel, sdev->id, sdev->lun,
			  &addr))
		return -ENXIO;
	sdev->hostdata = NULL;

	/*
	 * Hosts say SPC-2 and have more; a DVD drive that says nothing about
	 * its level still answers REPORT LUNS.
	 */
	sdev->sdev_bflags = BLIST_REPORTLUN2 | BLIST_TRY_VPD_PAGES;
	scsi_device_no_report_opcodes(sdev);
	return 0;
}

int storvsc_sdev_configure(struct scsi_device *sdev, struct queue_limits *lim)
{
	struct storvsc_dev *dev = shost_priv(sdev->host);

	scsi_device_rq_timeout(sdev, STORVSC_RQ_TIMEOUT);
	scsi_device_virt_boundary(sdev, HV_HYP_PAGE_SIZE - 1);
	if (vstor_spc3_capable(dev->proto->version, sdev->vendor))
		sdev->scsi_level = SCSI_SPC_3;
	/* The template says "no"; hosts from 6.2 on can do it. */
	if (dev->proto->version >= VSTOR_VERSION_6_2)
		scsi_device_allow_write_same(sdev);
	return 0;
}

void storvsc_scan_soon(struct storvsc_dev *dev)
{
	if (!READ_ONCE(dev->removing) && !READ_ONCE(dev->gone))
		queue_delayed_work(dev->wq, &dev->scan, SCAN_DELAY);
}

void storvsc_lun_mark(struct storvsc_dev *dev, struct scsi_device *sdev,
		      int mark)
{
	if (READ_ONCE(dev->removing) || READ_ONCE(dev->gone))
		return;
	set_bit(mark, storvsc_lun_marks(sdev));
	queue_work(dev->wq, &dev->lun_work);
}

static void lun_work(struct work_struct *work)
{
	struct storvsc_dev *dev = container_of(work, struct storvsc_dev,
					       lun_work);
	struct scsi_device *sdev;
	unsigned long *marks;

	shost_for_each_device(sdev, dev->host) {
		marks = storvsc_lun_marks(sdev);
		/* A LUN that is still being probed goes away by itself. */
		if (scsi_device_created(sdev))
			continue;
		if (test_and_clear_bit(STORVSC_LUN_REMOVE, marks)) {
			clear_bit(STORVSC_LUN_RESCAN, marks);
			scsi_remove_device(sdev);
		} else if (test_and_clear_bit(STORVSC_LUN_RESCAN, marks)) {
			scsi_rescan_device(sdev);
		}
	}
}

/*
 * The host says that LUNs changed, not which. Those that are gone say so when
 * asked; their answer marks them for removal.
 */
static void scan_work(struct work_struct *work)
{
	struct storvsc_dev *dev = container_of(to_delayed_work(work),
					       struct storvsc_dev, scan);
	struct scsi_sense_hdr sshdr;
	struct scsi_device *sdev;

	shost_for_each_device(sdev, dev->host) {
		if (!scsi_device_created(sdev))
			scsi_test_unit_ready(sdev, PROBE_TIMEOUT, 1, &sshdr);
	}
	lun_work(&dev->lun_work);
	/* An IDE controller has its one disk from the start. */
	if (dev->class != VSTOR_CLASS_IDE && !READ_ONCE(dev->removing))
		scsi_scan_host(dev->host);
}

void storvsc_scan_init(struct storvsc_dev *dev)
{
	INIT_DELAYED_WORK(&dev->scan, scan_work);
	INIT_WORK(&dev->lun_work, lun_work);
}

void storvsc_scan_cancel(struct storvsc_dev *dev)
{
	WRITE_ONCE(dev->removing, true);
	cancel_delayed_work_sync(&dev->scan);
	cancel_work_sync(&dev->lun_work);
}
