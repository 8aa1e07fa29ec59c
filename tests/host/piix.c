// SPDX-License-Identifier: GPL-2.0-only
/*
 * The IDE controller of a generation 1 machine, at its old ports: the disks of
 * the "ide" devices on the first channel, which VMBus offers at the same time,
 * and on the second channel a CD-ROM, which VMBus does not offer.
 *
 * Its PCI function is in pci.c.  It has no bus mastering.
 */
#include <string.h>

#include "ata.h"
#include "core.h"

#define COMMAND_BLOCK 8u

static const struct {
	u16 command, control;
	u8 irq;
} legacy[2] = { { 0x1f0, 0x3f6, 14 }, { 0x170, 0x376, 15 } };

static struct ata_channel channels[2];	/* vm.lock */

static void line(struct ata_channel *c, bool level)
{
	kvm_irq_line(legacy[c->number].irq, level);
}

void piix_init(void)
{
	struct disk *cd;
	char spec[256];
	unsigned int i;

	ata_init(&channels[0], 0, line);
	ata_init(&channels[1], 1, line);
	for (i = 0; i < 2; i++)
		if (ata_twins[i].disk)
			ata_plug(&channels[0], i, ata_twins[i].disk, false, ata_twins[i].serial);
	if (!opt.cdrom)
		return;
	if (strlen(opt.cdrom) + 6 > sizeof(spec))
		die(2, "-cdrom: the name is too long");
	strcpy(spec, "file:");
	strcat(spec, opt.cdrom);
	cd = disk_open(spec);
	if (!cd)
		die(2, "-cdrom takes the image of a CD-ROM");
	disk_set_ro(cd);
	ata_plug(&channels[1], 0, cd, true, "CD0");
}

void piix_reset(void)
{
	if (!opt.piix)
		return;
	ata_reset(&channels[0]);
	ata_reset(&channels[1]);
}

/* Returns false when the port is not one of the controller's. */
bool piix_access(u16 port, bool write, u8 *data, unsigned int size)
{
	unsigned int i, reg;
	u32 value = 0;

	if (!opt.piix)
		return false;
	for (i = 0; i < 2; i++) {
		struct ata_channel *c = &channels[i];

		reg = port - legacy[i].command;
		if (port == legacy[i].control && size == 1) {
			if (write)
				ata_control(c, *data);
			else
				*data = ata_alt_status(c);
			return true;
		}
		if (port < legacy[i].command || reg >= COMMAND_BLOCK || (reg ? size != 1 : size == 1))
			continue;
		if (write) {
			memcpy(&value, data, size);
			ata_write(c, reg, value, size);
		} else {
			value = ata_read(c, reg, size);
			memcpy(data, &value, size);
		}
		return true;
	}
	return false;
}
