// SPDX-License-Identifier: GPL-2.0-only
/*
 * An IDE channel and its drives, by programmed I/O.
 *
 * Commands are executed when they are written, so nobody ever sees a drive
 * busy but during a reset.  Counters: ide.reads and ide.writes, in sectors of
 * disks; ide.cd_blocks.
 */
#include <string.h>

#include "ata.h"

enum {
	CMD_NOP = 0x00, CMD_DEVICE_RESET = 0x08, CMD_RECALIBRATE = 0x10, CMD_READ = 0x20, CMD_READ_ONCE = 0x21,
	CMD_READ_EXT = 0x24, CMD_READ_MULTIPLE_EXT = 0x29, CMD_WRITE = 0x30, CMD_WRITE_ONCE = 0x31,
	CMD_WRITE_EXT = 0x34, CMD_WRITE_MULTIPLE_EXT = 0x39, CMD_VERIFY = 0x40, CMD_VERIFY_ONCE = 0x41,
	CMD_VERIFY_EXT = 0x42, CMD_DIAGNOSTIC = 0x90, CMD_SET_GEOMETRY = 0x91, CMD_PACKET = 0xa0,
	CMD_IDENTIFY_PACKET = 0xa1, CMD_READ_MULTIPLE = 0xc4, CMD_WRITE_MULTIPLE = 0xc5, CMD_SET_MULTIPLE = 0xc6,
	CMD_STANDBY_NOW = 0xe0, CMD_IDLE_NOW = 0xe1, CMD_STANDBY = 0xe2, CMD_IDLE = 0xe3, CMD_CHECK_POWER = 0xe5,
	CMD_SLEEP = 0xe6, CMD_FLUSH = 0xe7, CMD_FLUSH_EXT = 0xea, CMD_IDENTIFY = 0xec, CMD_SET_FEATURES = 0xef,
};

enum { FEATURE_CACHE_ON = 0x02, FEATURE_TRANSFER_MODE = 0x03, FEATURE_LOOK_AHEAD_OFF = 0x55, FEATURE_CACHE_OFF = 0x82,
	FEATURE_LOOK_AHEAD_ON = 0xaa };

#define MULTIPLE_MAX 16u
#define PIO_MODE_MAX 4
#define PACKET_BYTES 12u
#define READY (ATA_ST_DRDY | ATA_ST_DSC)

struct ata_twin ata_twins[2];

static struct ata_drive *selected(struct ata_channel *c)
{
	return &c->drive[c->slave];
}

static void set_irq(struct ata_channel *c, bool on)
{
	c->irq = on;
	c->line(c, on && !(c->control & ATA_CTL_NO_IRQ));
}

/* ---- the end of a command ---- */

static void done(struct ata_channel *c)
{
	struct ata_drive *d = selected(c);

	c->phase = ATA_IDLE;
	d->reg[ATA_STATUS] = READY;
	d->reg[ATA_ERROR] = 0;
	if (c->packet)
		d->reg[ATA_COUNT] = ATAPI_IS_COMMAND | ATAPI_TO_GUEST;
	set_irq(c, true);
}

static void failed(struct ata_channel *c, u8 error)
{
	struct ata_drive *d = selected(c);

	done(c);
	d->reg[ATA_STATUS] = ATA_ST_DRDY | ATA_ST_ERR;
	d->reg[ATA_ERROR] = error;
}

/* ---- data ---- */

/* The next block of a transfer: to the guest it is fetched, from the guest it is asked for. */
static void next_block(struct ata_channel *c, bool to_guest, bool irq)
{
	struct ata_drive *d = selected(c);
	struct seg s = { c->buf, 0 };

	c->len = c->left < c->block ? c->left : c->block;
	c->pos = 0;
	s.len = c->len;
	if (to_guest && c->from_reply) {
		memcpy(c->buf, c->result.reply + c->at, c->len);
		c->buf[c->len] = 0;	/* the other half of the last word */
	} else if (to_guest && disk_io(d->disk, false, c->at, &s, 1, c->len)) {
		failed(c, c->packet ? 3 << 4 : ATA_ERR_MEDIUM);
		return;
	}
	if (c->packet) {
		d->reg[ATA_COUNT] = ATAPI_TO_GUEST;
		d->reg[ATA_LBA1] = c->len;
		d->reg[ATA_LBA2] = c->len >> 8;
	}
	c->phase = to_guest ? ATA_IN : ATA_OUT;
	d->reg[ATA_STATUS] = READY | ATA_ST_DRQ;
	if (irq)
		set_irq(c, true);
}

static void send_reply(struct ata_channel *c, u32 len, u32 block)
{
	c->from_reply = true;
	c->at = 0;
	c->left = len;
	c->block = block;
	next_block(c, true, true);
}

static void packet_arrived(struct ata_channel *c)
{
	struct ata_drive *d = selected(c);
	u32 limit = d->reg[ATA_LBA1] | d->reg[ATA_LBA2] << 8;

	if (c->buf[0] != 0x28 && c->buf[0] != 0xa8)
		trace("dev", "ide%u drive %u packet %#x", c->number, c->slave, c->buf[0]);
	if (!cd_command(&d->cd, c->buf, &c->result)) {
		failed(c, d->cd.key << 4 | ATA_ERR_ABORT);
		return;
	}
	if (limit < 2 || limit == 0xffff)
		limit = 0xfffe;
	limit &= ~1u;
	if (c->result.len) {
		send_reply(c, c->result.len, limit);
	} else if (c->result.bytes) {
		c->from_reply = false;
		c->at = c->result.at;
		c->left = c->result.bytes;
		c->block = limit;
		next_block(c, true, true);
	} else {
		done(c);
	}
}

static void block_moved(struct ata_channel *c)
{
	struct ata_drive *d = selected(c);
	struct seg s = { c->buf, c->len };

	switch (c->phase) {
	case ATA_PACKET:
		packet_arrived(c);
		return;
	case ATA_OUT:
		if (disk_io(d->disk, true, c->at, &s, 1, c->len)) {
			failed(c, ATA_ERR_ABORT);
			return;
		}
		break;
	default:
		break;
	}
	c->at += c->len;
	c->left -= c->len;
	if (c->left) {
		next_block(c, c->phase == ATA_IN, true);
	} else if (c->phase == ATA_OUT || c->packet) {
		done(c);
	} else {
		/* the guest was told of the last block, and nothing follows */
		c->phase = ATA_IDLE;
		d->reg[ATA_STATUS] = READY;
	}
}

static u16 data_read(struct ata_channel *c)
{
	u16 v;

	if (c->phase != ATA_IN || !selected(c)->disk)
		return 0xffff;
	memcpy(&v, c->buf + c->pos, 2);
	c->pos += 2;
	if (c->pos >= c->len)
		block_moved(c);
	return v;
}

static void data_write(struct ata_channel *c, u16 v)
{
	if ((c->phase != ATA_OUT && c->phase != ATA_PACKET) || !selected(c)->disk)
		return;
	memcpy(c->buf + c->pos, &v, 2);
	c->pos += 2;
	if (c->pos >= c->len)
		block_moved(c);
}

/* ---- what a drive says of itself ---- */

static void put_word(u8 *id, unsigned int word, u16 v)
{
	id[word * 2] = v;
	id[word * 2 + 1] = v >> 8;
}

/* Text of an even length, first letter in the upper half of a word, padded with blanks. */
static void put_text(u8 *id, unsigned int word, const char *text, unsigned int len)
{
	size_t n = strlen(text);
	unsigned int i;

	for (i = 0; i < len; i++)
		id[word * 2 + (i ^ 1)] = i < n ? text[i] : ' ';
}

static void identify_common(const struct ata_drive *d, u8 *id)
{
	put_text(id, 10, d->serial, 20);
	put_text(id, 23, "1.1.0", 8);
	put_word(id, 49, 1u << 9 | 1u << 11);	/* LBA, IORDY; no DMA */
	put_word(id, 53, 1u << 1);		/* words 64 to 70 are valid */
	put_word(id, 64, 3);			/* PIO 3 and 4 */
	put_word(id, 65, 120);
	put_word(id, 66, 120);
	put_word(id, 67, 120);
	put_word(id, 68, 120);
	put_word(id, 80, 7u << 4);		/* ATA-4 to ATA-6 */
}

static void identify_disk(const struct ata_drive *d, u8 *id)
{
	u64 sectors = d->disk->size / ATA_SECTOR, cylinders = sectors / (16 * 63);
	u32 low = sectors < 0xfffffff ? sectors : 0xfffffff;
	unsigned int i;

	if (cylinders > 16383)
		cylinders = 16383;
	put_word(id, 0, 0x0040);		/* fixed */
	put_word(id, 1, cylinders);
	put_word(id, 3, 16);
	put_word(id, 6, 63);
	put_text(id, 27, "Virtual HD", 40);
	put_word(id, 47, 0x8000 | MULTIPLE_MAX);
	put_word(id, 50, 0x4000);
	put_word(id, 53, 3);			/* words 54 to 58 are valid, too */
	put_word(id, 54, cylinders);
	put_word(id, 55, 16);
	put_word(id, 56, 63);
	put_word(id, 57, cylinders * 16 * 63);
	put_word(id, 58, cylinders * 16 * 63 >> 16);
	put_word(id, 59, 0x0100 | d->multiple);
	put_word(id, 60, low);
	put_word(id, 61, low >> 16);
	put_word(id, 82, 1u << 5 | 1u << 6);	/* write cache, look-ahead */
	put_word(id, 83, 0x4000 | 1u << 10 | 1u << 12 | 1u << 13);	/* 48-bit addresses, both flushes */
	put_word(id, 84, 0x4000);
	put_word(id, 85, d->disk->write_through ? 1u << 6 : 1u << 5 | 1u << 6);
	put_word(id, 86, 1u << 10 | 1u << 12 | 1u << 13);
	put_word(id, 87, 0x4000);
	for (i = 0; i < 4; i++)
		put_word(id, 100 + i, sectors >> 16 * i);
}

static void identify_cd(u8 *id)
{
	/* packets of 12 bytes, taken within 50 us, CD-ROM, removable */
	put_word(id, 0, 0x8000 | 5u << 8 | 1u << 7 | 2u << 5);
	put_text(id, 27, "Msft Virtual CD/ROM", 40);
	put_word(id, 82, 1u << 4);		/* the packet command set */
	put_word(id, 83, 0x4000);
	put_word(id, 84, 0x4000);
	put_word(id, 85, 1u << 4);
	put_word(id, 87, 0x4000);
}

static void identify(struct ata_channel *c)
{
	struct ata_drive *d = selected(c);
	u8 id[ATA_SECTOR] = { 0 };

	identify_common(d, id);
	if (d->is_cd)
		identify_cd(id);
	else
		identify_disk(d, id);
	c->at = 0;
	c->left = ATA_SECTOR;
	c->len = ATA_SECTOR;
	c->pos = 0;
	memcpy(c->buf, id, sizeof(id));
	c->phase = ATA_IN;
	d->reg[ATA_STATUS] = READY | ATA_ST_DRQ;
	d->reg[ATA_ERROR] = 0;
	set_irq(c, true);
}

/* ---- resets ---- */

static void signature(struct ata_drive *d)
{
	memset(d->reg, 0, sizeof(d->reg));
	memset(d->before, 0, sizeof(d->before));
	d->reg[ATA_ERROR] = 1;		/* its self-test passed */
	d->reg[ATA_COUNT] = 1;
	d->reg[ATA_LBA0] = 1;
	d->reg[ATA_LBA1] = d->is_cd ? 0x14 : 0;
	d->reg[ATA_LBA2] = d->is_cd ? 0xeb : 0;
	d->reg[ATA_STATUS] = d->is_cd ? 0 : READY;
}

static void drives_reset(struct ata_channel *c)
{
	signature(&c->drive[0]);
	signature(&c->drive[1]);
	c->slave = false;
	c->phase = ATA_IDLE;
	c->packet = false;
}

void ata_reset(struct ata_channel *c)
{
	unsigned int i;

	drives_reset(c);
	c->control = 0;
	c->irq = false;
	for (i = 0; i < 2; i++) {
		c->drive[i].multiple = MULTIPLE_MAX;	/* as firmware leaves it */
		c->drive[i].cd.key = 0;
	}
}

void ata_init(struct ata_channel *c, unsigned int number, void (*line)(struct ata_channel *c, bool level))
{
	memset(c, 0, sizeof(*c));
	c->number = number;
	c->line = line;
	ata_reset(c);
}

void ata_plug(struct ata_channel *c, unsigned int drive, struct disk *disk, bool is_cd, const char *serial)
{
	struct ata_drive *d = &c->drive[drive];

	d->disk = disk;
	d->is_cd = is_cd;
	d->cd.disk = disk;
	strncpy(d->serial, serial, sizeof(d->serial) - 1);
	signature(d);
}

/* ---- commands ---- */

static void move_sectors(struct ata_channel *c, bool write, bool wide, u32 per_block)
{
	struct ata_drive *d = selected(c);
	const u8 *r = d->reg, *b = d->before;
	u64 lba = (u32)r[ATA_LBA0] | (u32)r[ATA_LBA1] << 8 | (u32)r[ATA_LBA2] << 16;
	u64 sectors = d->disk->size / ATA_SECTOR;
	u32 count = r[ATA_COUNT];

	if (wide) {
		lba |= (u64)b[ATA_LBA0] << 24 | (u64)b[ATA_LBA1] << 32 | (u64)b[ATA_LBA2] << 40;
		count |= b[ATA_COUNT] << 8;
		count = count ? count : 65536;
	} else {
		lba |= (u64)(r[ATA_DEVICE] & 15) << 24;
		count = count ? count : 256;
	}
	if (!(r[ATA_DEVICE] & ATA_DEV_LBA) || !per_block || (write && d->disk->ro)) {
		failed(c, ATA_ERR_ABORT);
		return;
	}
	if (lba > sectors || count > sectors - lba) {
		failed(c, ATA_ERR_NO_ID);
		return;
	}
	counter_add(write ? "ide.writes" : "ide.reads", count);
	c->from_reply = false;
	c->at = lba * ATA_SECTOR;
	c->left = (u64)count * ATA_SECTOR;
	c->block = per_block * ATA_SECTOR;
	d->reg[ATA_ERROR] = 0;
	next_block(c, !write, !write);
}

static void verify(struct ata_channel *c)
{
	counter_add("ide.verifies", 1);
	done(c);
}

static void set_features(struct ata_channel *c)
{
	struct ata_drive *d = selected(c);
	u8 mode = d->reg[ATA_COUNT];

	switch (d->feature) {
	case FEATURE_TRANSFER_MODE:
		/* the default, with or without IORDY, or PIO by number; never DMA */
		if (mode > 1 && (mode < 8 || mode > 8 + PIO_MODE_MAX))
			break;
		done(c);
		return;
	case FEATURE_CACHE_ON:
	case FEATURE_CACHE_OFF:
	case FEATURE_LOOK_AHEAD_ON:
	case FEATURE_LOOK_AHEAD_OFF:
		if (d->is_cd)
			break;
		done(c);
		return;
	}
	failed(c, ATA_ERR_ABORT);
}

/* Commands that both kinds of drive have; false: it is none of them. */
static bool common_command(struct ata_channel *c, u8 cmd)
{
	struct ata_drive *d = selected(c);

	switch (cmd) {
	case CMD_DIAGNOSTIC:
		drives_reset(c);
		set_irq(c, true);
		return true;
	case CMD_SET_FEATURES:
		set_features(c);
		return true;
	case CMD_CHECK_POWER:
		done(c);
		d->reg[ATA_COUNT] = 0xff;	/* awake */
		return true;
	case CMD_STANDBY_NOW:
	case CMD_IDLE_NOW:
	case CMD_STANDBY:
	case CMD_IDLE:
	case CMD_SLEEP:
		done(c);
		return true;
	}
	return false;
}

static void cd_execute(struct ata_channel *c, u8 cmd)
{
	struct ata_drive *d = selected(c);

	switch (cmd) {
	case CMD_DEVICE_RESET:
		signature(d);
		c->phase = ATA_IDLE;
		break;
	case CMD_PACKET:
		if (d->feature & 1) {		/* by DMA */
			failed(c, ATA_ERR_ABORT);
			break;
		}
		c->packet = true;
		c->phase = ATA_PACKET;
		c->pos = 0;
		c->len = PACKET_BYTES;
		d->reg[ATA_COUNT] = ATAPI_IS_COMMAND;
		d->reg[ATA_ERROR] = 0;
		d->reg[ATA_STATUS] = READY | ATA_ST_DRQ;
		break;
	case CMD_IDENTIFY_PACKET:
		identify(c);
		break;
	case CMD_IDENTIFY:
		/* refused, and it says what it is */
		signature(d);
		failed(c, ATA_ERR_ABORT);
		break;
	default:
		failed(c, ATA_ERR_ABORT);
	}
}

static void disk_execute(struct ata_channel *c, u8 cmd)
{
	struct ata_drive *d = selected(c);

	switch (cmd) {
	case CMD_READ:
	case CMD_READ_ONCE:
		move_sectors(c, false, false, 1);
		break;
	case CMD_READ_EXT:
		move_sectors(c, false, true, 1);
		break;
	case CMD_READ_MULTIPLE:
		move_sectors(c, false, false, d->multiple);
		break;
	case CMD_READ_MULTIPLE_EXT:
		move_sectors(c, false, true, d->multiple);
		break;
	case CMD_WRITE:
	case CMD_WRITE_ONCE:
		move_sectors(c, true, false, 1);
		break;
	case CMD_WRITE_EXT:
		move_sectors(c, true, true, 1);
		break;
	case CMD_WRITE_MULTIPLE:
		move_sectors(c, true, false, d->multiple);
		break;
	case CMD_WRITE_MULTIPLE_EXT:
		move_sectors(c, true, true, d->multiple);
		break;
	case CMD_VERIFY:
	case CMD_VERIFY_ONCE:
	case CMD_VERIFY_EXT:
		verify(c);
		break;
	case CMD_SET_MULTIPLE:
		if (d->reg[ATA_COUNT] > MULTIPLE_MAX || d->reg[ATA_COUNT] & (d->reg[ATA_COUNT] - 1)) {
			failed(c, ATA_ERR_ABORT);
			break;
		}
		d->multiple = d->reg[ATA_COUNT];
		done(c);
		break;
	case CMD_FLUSH:
	case CMD_FLUSH_EXT:
		if (disk_flush(d->disk))
			failed(c, ATA_ERR_ABORT);
		else
			done(c);
		break;
	case CMD_IDENTIFY:
		identify(c);
		break;
	case CMD_RECALIBRATE ... CMD_RECALIBRATE + 15:
	case CMD_SET_GEOMETRY:
		done(c);
		break;
	default:
		failed(c, ATA_ERR_ABORT);
	}
}

static bool moves_sectors(u8 cmd)
{
	return (cmd >= CMD_READ && cmd <= CMD_WRITE_MULTIPLE_EXT) || cmd == CMD_READ_MULTIPLE ||
	       cmd == CMD_WRITE_MULTIPLE || cmd == CMD_PACKET;
}

static void execute(struct ata_channel *c, u8 cmd)
{
	struct ata_drive *d = selected(c);

	if (!d->disk || c->control & ATA_CTL_RESET)
		return;
	set_irq(c, false);
	c->packet = false;
	if (!moves_sectors(cmd))
		trace("dev", "ide%u drive %u command %#x", c->number, c->slave, cmd);
	if (common_command(c, cmd))
		return;
	if (d->is_cd)
		cd_execute(c, cmd);
	else
		disk_execute(c, cmd);
}

/* ---- registers ---- */

u8 ata_alt_status(struct ata_channel *c)
{
	if (!selected(c)->disk)
		return 0;
	return c->control & ATA_CTL_RESET ? ATA_ST_BSY : selected(c)->reg[ATA_STATUS];
}

u32 ata_read(struct ata_channel *c, unsigned int reg, unsigned int size)
{
	struct ata_drive *d = selected(c);
	u32 v;

	switch (reg) {
	case ATA_DATA:
		v = data_read(c);
		if (size == 4)
			v |= (u32)data_read(c) << 16;
		return v;
	case ATA_STATUS:
		if (d->disk)
			set_irq(c, false);
		return ata_alt_status(c);
	default:
		if (!d->disk)
			return 0;
		if (c->control & ATA_CTL_HIGH && reg >= ATA_COUNT && reg <= ATA_LBA2)
			return d->before[reg];
		return d->reg[reg];
	}
}

void ata_write(struct ata_channel *c, unsigned int reg, u32 value, unsigned int size)
{
	unsigned int i;

	c->control &= ~ATA_CTL_HIGH;	/* any write shows the lower halves again */
	switch (reg) {
	case ATA_DATA:
		data_write(c, value);
		if (size == 4)
			data_write(c, value >> 16);
		return;
	case ATA_COMMAND:
		execute(c, value);
		return;
	case ATA_DEVICE:
		c->slave = value & ATA_DEV_SLAVE;
		break;
	}
	/* Both drives hear everything. */
	for (i = 0; i < 2; i++) {
		struct ata_drive *d = &c->drive[i];

		if (reg == ATA_FEATURE) {
			d->feature = value;
			continue;
		}
		d->before[reg] = d->reg[reg];
		d->reg[reg] = value;
	}
}

void ata_control(struct ata_channel *c, u8 value)
{
	bool end = c->control & ATA_CTL_RESET && !(value & ATA_CTL_RESET);

	c->control = value;
	if (value & ATA_CTL_RESET)
		c->irq = false;
	else if (end)
		drives_reset(c);
	set_irq(c, c->irq);
}
