/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * An IDE channel with up to two drives: ATA disks and ATAPI CD-ROMs, PIO only.
 * Knows nothing of PCI, of ports or of KVM.
 */
#ifndef HVHOST_ATA_H
#define HVHOST_ATA_H

#include "disk.h"

#define ATA_SECTOR	512u
#define CD_BLOCK	2048u

/* Registers of the command block, by their offset; two names where reading and writing differ. */
enum {
	ATA_DATA = 0, ATA_ERROR = 1, ATA_FEATURE = 1, ATA_COUNT = 2, ATA_LBA0 = 3, ATA_LBA1 = 4, ATA_LBA2 = 5,
	ATA_DEVICE = 6, ATA_STATUS = 7, ATA_COMMAND = 7,
};

enum {
	ATA_ST_ERR = 0x01, ATA_ST_DRQ = 0x08, ATA_ST_DSC = 0x10, ATA_ST_DRDY = 0x40, ATA_ST_BSY = 0x80,
	ATA_ERR_ABORT = 0x04, ATA_ERR_NO_ID = 0x10, ATA_ERR_MEDIUM = 0x40,
	ATA_CTL_NO_IRQ = 0x02, ATA_CTL_RESET = 0x04, ATA_CTL_HIGH = 0x80,
	ATA_DEV_SLAVE = 0x10, ATA_DEV_LBA = 0x40,
	/* of a PACKET command, in the count register */
	ATAPI_IS_COMMAND = 0x01, ATAPI_TO_GUEST = 0x02,
};

/* What the last failed command of a CD-ROM left. */
struct cd {
	struct disk *disk;
	u8 key, asc, ascq;
};

/* What a command of a CD-ROM moves: len bytes of reply, or bytes of the medium, or nothing. */
struct cd_result {
	u8 reply[256];
	u32 len;
	u64 at, bytes;
};

struct ata_drive {
	struct disk *disk;		/* NULL: nothing is there */
	bool is_cd;
	struct cd cd;
	char serial[21];
	u8 reg[8];			/* as last written or set; [ATA_ERROR] and [ATA_STATUS] are the drive's */
	u8 before[8];			/* what was written before, for 48-bit addresses */
	u8 feature;
	u8 multiple;			/* sectors in a block of READ and WRITE MULTIPLE, 0: not set */
};

struct ata_channel {
	unsigned int number;
	struct ata_drive drive[2];
	void (*line)(struct ata_channel *c, bool level);	/* the interrupt's wire */
	bool slave;			/* the drive selected */
	u8 control;
	bool irq;			/* a drive wants attention; reading the status ends it */
	enum { ATA_IDLE, ATA_IN, ATA_OUT, ATA_PACKET } phase;
	bool packet;			/* the transfer belongs to a PACKET command */
	bool from_reply;		/* its bytes come from result.reply, not from the disk */
	u64 at, left;			/* where the block lies, and what is left to move with it */
	u32 block;			/* bytes moved at once, at most */
	u32 pos, len;			/* in buf */
	struct cd_result result;
	u8 buf[65536];
};

/* Disks that are also offered over VMBus, by the number of the drive on the first channel. */
struct ata_twin {
	struct disk *disk;
	const char *serial;
};
extern struct ata_twin ata_twins[2];

void ata_init(struct ata_channel *c, unsigned int number, void (*line)(struct ata_channel *c, bool level));
void ata_plug(struct ata_channel *c, unsigned int drive, struct disk *disk, bool is_cd, const char *serial);
void ata_reset(struct ata_channel *c);	/* as power-on */
/* size: 1; for the data register 2 or 4 */
u32 ata_read(struct ata_channel *c, unsigned int reg, unsigned int size);
void ata_write(struct ata_channel *c, unsigned int reg, u32 value, unsigned int size);
u8 ata_alt_status(struct ata_channel *c);
void ata_control(struct ata_channel *c, u8 value);

/* Execute a command packet of 12 bytes; false: it failed, cd->key and so on say why. */
bool cd_command(struct cd *cd, const u8 *cdb, struct cd_result *r);

#endif
