// SPDX-License-Identifier: GPL-2.0-only
/*
 * hv_storvsc: which driver gets a disk that is offered as IDE, too.
 *
 * A generation 1 host offers the disks of its IDE controllers by VMBus and by an
 * emulated PIIX4. Two block devices for one disk would damage what is on it.
 * Where ata_piix leaves disks on Hyper-V alone they are ours; where the emulated
 * controller's driver has taken them, or would, they stay with it.
 */
#include <linux/device.h>
#include <linux/libata.h>
#include <linux/pci.h>
#include <linux/string.h>

#include "storvsc.h"

#define PIIX4_VENDOR	0x8086
#define PIIX4_IDE	0x7111

/* The kernel's driver of the emulated controller wants nothing but CD-ROMs. */
#define ATA_GIVES_WAY	(ATA_HOST_IGNORE_ATA != 0 && \
			 IS_ENABLED(CONFIG_HYPERV_STORAGE))

/* Is there a disk at or below a device? One of SCSI, as libata makes them, or of the old IDE layer. */
static int has_disk(struct device *dev, void *unused)
{
	if (scsi_is_sdev_device(dev))
		return to_scsi_device(dev)->type == TYPE_DISK;
	if (dev->bus && !strcmp(dev->bus->name, "ide"))
		return dev->driver && !strcmp(dev->driver->name, "ide-disk");
	return device_for_each_child(dev, NULL, has_disk);
}

/*
 * A driver without regard for us, before or while it looks for disks: libata does
 * that in the background. The old IDE layer is through when its driver is bound.
 */
static bool will_have_disk(struct device *dev)
{
	if (ATA_GIVES_WAY)
		return false;
	if (dev->driver)
		return !strcmp(dev->driver->name, "ata_piix");
	return IS_ENABLED(CONFIG_ATA_PIIX) || IS_ENABLED(CONFIG_BLK_DEV_PIIX);
}

bool storvsc_twin_taken(void)
{
	struct pci_dev *pdev = pci_get_device(PIIX4_VENDOR, PIIX4_IDE, NULL);
	bool taken;

	if (!pdev)
		return false;
	taken = has_disk(&pdev->dev, NULL) || will_have_disk(&pdev->dev);
	pci_dev_put(pdev);
	return taken;
}
