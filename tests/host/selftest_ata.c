// SPDX-License-Identifier: GPL-2.0-only
/*
 * The IDE channels as a guest's driver sees them: registers, interrupts, a
 * disk, a CD-ROM, and nothing where nothing is.
 */
#include "ata.h"
#include "selftest.h"

#define DISK_BYTES (1u << 20)
#define CD_BYTES (64u * CD_BLOCK)

static struct ata_channel chan, cd_chan;
static bool wire[2];

static void line(struct ata_channel *c, bool level)
{
	wire[c->number] = level;
}

static u8 get(struct ata_channel *c, unsigned int reg)
{
	return ata_read(c, reg, 1);
}

static void set(struct ata_channel *c, unsigned int reg, u8 v)
{
	ata_write(c, reg, v, 1);
}

static void address28(struct ata_channel *c, u32 lba, u8 count)
{
	set(c, ATA_DEVICE, 0xe0 | lba >> 24);
	set(c, ATA_COUNT, count);
	set(c, ATA_LBA0, lba);
	set(c, ATA_LBA1, lba >> 8);
	set(c, ATA_LBA2, lba >> 16);
}

static void address48(struct ata_channel *c, u64 lba, u16 count)
{
	set(c, ATA_DEVICE, 0xe0);
	set(c, ATA_COUNT, count >> 8);
	set(c, ATA_LBA0, lba >> 24);
	set(c, ATA_LBA1, lba >> 32);
	set(c, ATA_LBA2, lba >> 40);
	set(c, ATA_COUNT, count);
	set(c, ATA_LBA0, lba);
	set(c, ATA_LBA1, lba >> 8);
	set(c, ATA_LBA2, lba >> 16);
}

/* One interrupt, which reading the status ends. */
static u8 interrupted(struct ata_channel *c)
{
	u8 status;

	assert(wire[c->number]);
	assert(ata_alt_status(c) == c->drive[c->slave].reg[ATA_STATUS] && wire[c->number]);
	status = get(c, ATA_STATUS);
	assert(!wire[c->number]);
	return status;
}

static void move_in(struct ata_channel *c, void *to, u32 len)
{
	u8 *p = to;
	u32 i;

	/* by words of 4 and of 2 bytes, as drivers do */
	for (i = 0; i + 4 <= len; i += 4) {
		u32 v = ata_read(c, ATA_DATA, 4);

		memcpy(p + i, &v, 4);
	}
	for (; i < len; i += 2) {
		u16 v = ata_read(c, ATA_DATA, 2);

		memcpy(p + i, &v, len - i < 2 ? 1 : 2);
	}
}

static void move_out(struct ata_channel *c, const u8 *p, u32 len)
{
	u16 v;

	for (; len; len -= 2, p += 2) {
		memcpy(&v, p, 2);
		ata_write(c, ATA_DATA, v, 2);
	}
}

static void fill(u8 *p, u32 len, u8 seed)
{
	while (len--)
		p[len] = len * 13 + (len >> 9) + seed;
}

static u16 word(const u8 *id, unsigned int n)
{
	return id[2 * n] | id[2 * n + 1] << 8;
}

static void test_disk(void)
{
	static u8 a[20 * ATA_SECTOR], b[20 * ATA_SECTOR];
	u8 id[ATA_SECTOR];
	u32 i;

	/* signature of a disk; the slave is not there */
	assert(get(&chan, ATA_COUNT) == 1 && get(&chan, ATA_LBA0) == 1 && !get(&chan, ATA_LBA1));
	assert(get(&chan, ATA_STATUS) == (ATA_ST_DRDY | ATA_ST_DSC));
	set(&chan, ATA_DEVICE, ATA_DEV_SLAVE);
	set(&chan, ATA_COUNT, 0x55);
	assert(!get(&chan, ATA_COUNT) && !get(&chan, ATA_STATUS));
	set(&chan, ATA_COMMAND, 0xec);
	assert(!wire[0]);

	set(&chan, ATA_DEVICE, 0);
	set(&chan, ATA_COMMAND, 0xec);
	assert(interrupted(&chan) & ATA_ST_DRQ);
	move_in(&chan, id, sizeof(id));
	assert(!wire[0] && get(&chan, ATA_STATUS) == (ATA_ST_DRDY | ATA_ST_DSC));
	assert(!memcmp(id + 54, "iVtrau lDH", 10) && !memcmp(id + 20, "ESIRLA 7", 8));
	assert((word(id, 60) | word(id, 61) << 16) == DISK_BYTES / ATA_SECTOR);
	assert(word(id, 100) == DISK_BYTES / ATA_SECTOR && !word(id, 101));
	assert(!(word(id, 49) & 1 << 8) && !word(id, 63) && !word(id, 88));	/* no DMA of any kind */

	/* 20 sectors by WRITE MULTIPLE EXT: blocks of 16 and of 4; the first is asked for without an interrupt */
	fill(a, sizeof(a), 1);
	address48(&chan, 100, 20);
	set(&chan, ATA_COMMAND, 0x39);
	assert(!wire[0] && ata_alt_status(&chan) & ATA_ST_DRQ);
	move_out(&chan, a, 16 * ATA_SECTOR);
	assert(interrupted(&chan) & ATA_ST_DRQ);
	move_out(&chan, a + 16 * ATA_SECTOR, 4 * ATA_SECTOR);
	assert(interrupted(&chan) == (ATA_ST_DRDY | ATA_ST_DSC));
	/* back one by one, by READ SECTORS; no interrupt after the last */
	address28(&chan, 100, 20);
	set(&chan, ATA_COMMAND, 0x20);
	for (i = 0; i < 20; i++) {
		assert(interrupted(&chan) & ATA_ST_DRQ);
		move_in(&chan, b + i * ATA_SECTOR, ATA_SECTOR);
	}
	assert(!wire[0] && !memcmp(a, b, sizeof(a)));

	/* the last sector, the one behind it, more than there are, without LBA, an unknown command */
	address28(&chan, DISK_BYTES / ATA_SECTOR - 1, 1);
	set(&chan, ATA_COMMAND, 0xc4);
	assert(interrupted(&chan) & ATA_ST_DRQ);
	move_in(&chan, b, ATA_SECTOR);
	address28(&chan, DISK_BYTES / ATA_SECTOR, 1);
	set(&chan, ATA_COMMAND, 0x20);
	assert(interrupted(&chan) & ATA_ST_ERR && get(&chan, ATA_ERROR) == ATA_ERR_NO_ID);
	address48(&chan, 1, 0);			/* 65536 */
	set(&chan, ATA_COMMAND, 0x24);
	assert(interrupted(&chan) & ATA_ST_ERR && get(&chan, ATA_ERROR) == ATA_ERR_NO_ID);
	address48(&chan, 1ull << 40, 1);
	set(&chan, ATA_COMMAND, 0x34);
	assert(interrupted(&chan) & ATA_ST_ERR && get(&chan, ATA_ERROR) == ATA_ERR_NO_ID);
	address28(&chan, 0, 1);
	set(&chan, ATA_DEVICE, 0xa0);
	set(&chan, ATA_COMMAND, 0x20);
	assert(interrupted(&chan) & ATA_ST_ERR && get(&chan, ATA_ERROR) == ATA_ERR_ABORT);
	set(&chan, ATA_COMMAND, 0xc8);		/* by DMA */
	assert(interrupted(&chan) & ATA_ST_ERR && get(&chan, ATA_ERROR) == ATA_ERR_ABORT);

	/* features: PIO 4 yes, a DMA mode no */
	set(&chan, ATA_FEATURE, 0x03);
	set(&chan, ATA_COUNT, 0x0c);
	set(&chan, ATA_COMMAND, 0xef);
	assert(!(interrupted(&chan) & ATA_ST_ERR));
	set(&chan, ATA_COUNT, 0x42);
	set(&chan, ATA_COMMAND, 0xef);
	assert(interrupted(&chan) & ATA_ST_ERR);
	set(&chan, ATA_COMMAND, 0xea);
	assert(!(interrupted(&chan) & ATA_ST_ERR));

	/* no interrupt while the guest wants none; the halves of a register; a reset in the middle of data */
	ata_control(&chan, ATA_CTL_NO_IRQ);
	address48(&chan, 0x123456789a, 0x0203);
	assert(get(&chan, ATA_LBA0) == 0x9a && get(&chan, ATA_COUNT) == 3);
	ata_control(&chan, ATA_CTL_NO_IRQ | ATA_CTL_HIGH);
	assert(get(&chan, ATA_LBA0) == 0x34 && get(&chan, ATA_LBA1) == 0x12 && get(&chan, ATA_COUNT) == 2);
	address28(&chan, 0, 2);
	set(&chan, ATA_COMMAND, 0x20);
	assert(!wire[0] && ata_alt_status(&chan) & ATA_ST_DRQ);
	move_in(&chan, b, 10);
	ata_control(&chan, ATA_CTL_RESET);
	assert(ata_alt_status(&chan) == ATA_ST_BSY);
	ata_control(&chan, 0);
	assert(!wire[0] && get(&chan, ATA_STATUS) == (ATA_ST_DRDY | ATA_ST_DSC) && get(&chan, ATA_ERROR) == 1);
}

static u8 packet(struct ata_channel *c, const u8 *cdb, u16 limit)
{
	set(c, ATA_DEVICE, 0xa0);
	set(c, ATA_FEATURE, 0);
	set(c, ATA_LBA1, limit);
	set(c, ATA_LBA2, limit >> 8);
	set(c, ATA_COMMAND, 0xa0);
	assert(!wire[1] && ata_alt_status(c) & ATA_ST_DRQ && get(c, ATA_COUNT) == ATAPI_IS_COMMAND);
	move_out(c, cdb, 12);
	return interrupted(c);
}

/* What is ready to be moved to the guest. */
static u32 piece(struct ata_channel *c)
{
	assert(get(c, ATA_COUNT) == ATAPI_TO_GUEST);
	return get(c, ATA_LBA1) | get(c, ATA_LBA2) << 8;
}

static void packet_done(struct ata_channel *c)
{
	assert(!(interrupted(c) & (ATA_ST_ERR | ATA_ST_DRQ)));
	assert(get(c, ATA_COUNT) == (ATAPI_IS_COMMAND | ATAPI_TO_GUEST));
}

static void test_cd(const u8 *content)
{
	static const u8 inquiry[12] = { 0x12, 0, 0, 0, 36 }, capacity[12] = { 0x25 }, sense[12] = { 0x03, 0, 0, 0, 18 };
	static const u8 read3[12] = { 0x28, 0, 0, 0, 0, 5, 0, 0, 3 }, end[12] = { 0x28, 0, 0, 0, 0, 62, 0, 0, 3 };
	static const u8 toc[12] = { 0x43, 0, 0, 0, 0, 0, 0, 0, 255 }, mode[12] = { 0x5a, 0, 0x2a, 0, 0, 0, 0, 0, 64 };
	static const u8 event[12] = { 0x4a, 1, 0, 0, 0x10, 0, 0, 0, 8 }, odd[12] = { 0x12, 0, 0, 0, 5 }, bad[12] = { 0xfe };
	static const u8 none[12] = { 0 };
	static u8 b[3 * CD_BLOCK];
	u32 at;

	assert(get(&cd_chan, ATA_LBA1) == 0x14 && get(&cd_chan, ATA_LBA2) == 0xeb);
	set(&cd_chan, ATA_COMMAND, 0xec);
	assert(interrupted(&cd_chan) & ATA_ST_ERR && get(&cd_chan, ATA_LBA2) == 0xeb);
	set(&cd_chan, ATA_COMMAND, 0xa1);
	assert(interrupted(&cd_chan) & ATA_ST_DRQ);
	move_in(&cd_chan, b, ATA_SECTOR);
	assert(!wire[1] && word(b, 0) == 0x85c0);

	assert(packet(&cd_chan, inquiry, 0xfffe) & ATA_ST_DRQ && piece(&cd_chan) == 36);
	move_in(&cd_chan, b, 36);
	packet_done(&cd_chan);
	assert(b[0] == 5 && !memcmp(b + 8, "Msft", 4));
	assert(packet(&cd_chan, odd, 64) & ATA_ST_DRQ && piece(&cd_chan) == 5);
	move_in(&cd_chan, b, 5);
	packet_done(&cd_chan);
	packet(&cd_chan, capacity, 8);
	move_in(&cd_chan, b, 8);
	packet_done(&cd_chan);
	assert(b[3] == CD_BYTES / CD_BLOCK - 1 && b[6] == CD_BLOCK >> 8);

	/* in pieces of 1000 bytes */
	assert(packet(&cd_chan, read3, 1000) & ATA_ST_DRQ);
	for (at = 0; at < 6144; at += 1000) {
		u32 n = 6144 - at < 1000 ? 6144 - at : 1000;

		assert(piece(&cd_chan) == n);
		move_in(&cd_chan, b + at, n);
		if (at + n < 6144)
			assert(interrupted(&cd_chan) & ATA_ST_DRQ);
	}
	packet_done(&cd_chan);
	assert(!memcmp(b, content + 5 * CD_BLOCK, 6144));

	assert(packet(&cd_chan, toc, 256) & ATA_ST_DRQ && piece(&cd_chan) == 20);
	move_in(&cd_chan, b, 20);
	packet_done(&cd_chan);
	assert(b[1] == 18 && b[6] == 1 && b[14] == 0xaa && b[19] == CD_BYTES / CD_BLOCK);
	packet(&cd_chan, mode, 256);
	move_in(&cd_chan, b, 28);
	packet_done(&cd_chan);
	assert(b[1] == 26 && b[8] == 0x2a);
	packet(&cd_chan, event, 256);
	move_in(&cd_chan, b, 8);
	packet_done(&cd_chan);
	assert(b[2] == 4 && b[5] == 2);

	/* errors leave sense data, once */
	assert(packet(&cd_chan, end, 1000) & ATA_ST_ERR && get(&cd_chan, ATA_ERROR) == (5 << 4 | ATA_ERR_ABORT));
	packet(&cd_chan, sense, 18);
	move_in(&cd_chan, b, 18);
	packet_done(&cd_chan);
	assert(b[2] == 5 && b[12] == 0x21);
	assert(packet(&cd_chan, bad, 18) & ATA_ST_ERR);
	assert(!(packet(&cd_chan, none, 18) & (ATA_ST_ERR | ATA_ST_DRQ)));
	packet(&cd_chan, sense, 18);
	move_in(&cd_chan, b, 18);
	packet_done(&cd_chan);
	assert(!b[2]);
}

void test_ata(void)
{
	static u8 content[CD_BYTES];
	struct disk *disk = disk_open("ram:1M"), *cd = disk_open("ram:128K");
	struct seg s = { content, CD_BYTES };

	assert(disk && cd && cd->size == CD_BYTES);
	fill(content, sizeof(content), 9);
	assert(!disk_io(cd, true, 0, &s, 1, CD_BYTES));
	ata_init(&chan, 0, line);
	ata_init(&cd_chan, 1, line);
	ata_plug(&chan, 0, disk, false, "SERIAL7");
	ata_plug(&cd_chan, 0, cd, true, "CD0");
	test_disk();
	test_cd(content);
	assert(ata_twins[0].disk && ata_twins[0].disk->size == DISK_BYTES && !ata_twins[1].disk);	/* the "ide" device */
	disk_close(disk);
	disk_close(cd);
	printf("ok - IDE channels\n");
}
