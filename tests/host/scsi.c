// SPDX-License-Identifier: GPL-2.0-only
/*
 * A SCSI disk: the commands that a guest sends to a Hyper-V virtual disk.
 */
#include <errno.h>
#include <stdlib.h>
#include <stdio.h>
#include <string.h>

#include "scsi.h"

enum {
	OP_TEST_UNIT_READY = 0x00, OP_REQUEST_SENSE = 0x03, OP_READ6 = 0x08, OP_WRITE6 = 0x0a,
	OP_INQUIRY = 0x12, OP_MODE_SENSE6 = 0x1a, OP_START_STOP = 0x1b, OP_PREVENT = 0x1e,
	OP_READ_CAPACITY10 = 0x25, OP_READ10 = 0x28, OP_WRITE10 = 0x2a, OP_VERIFY10 = 0x2f,
	OP_SYNC10 = 0x35, OP_UNMAP = 0x42, OP_MODE_SENSE10 = 0x5a, OP_READ16 = 0x88,
	OP_WRITE16 = 0x8a, OP_VERIFY16 = 0x8f, OP_SYNC16 = 0x91, OP_WRITE_SAME16 = 0x93,
	OP_SERVICE_IN16 = 0x9e, OP_REPORT_LUNS = 0xa0, OP_READ12 = 0xa8, OP_WRITE12 = 0xaa,
};
#define SA_READ_CAPACITY16 0x10

#define MAX_UNMAP_RANGES	256u
#define MAX_UNMAP_BLOCKS	0x400000u
#define MAX_SAME_BLOCKS		0x10000u

static u16 be16(const u8 *p)
{
	return p[0] << 8 | p[1];
}

static u32 be32(const u8 *p)
{
	return (u32)be16(p) << 16 | be16(p + 2);
}

static u64 be64(const u8 *p)
{
	return (u64)be32(p) << 32 | be32(p + 4);
}

static void put16(u8 *p, u16 v)
{
	p[0] = v >> 8;
	p[1] = v;
}

static void put32(u8 *p, u32 v)
{
	put16(p, v >> 16);
	put16(p + 2, v);
}

static void put64(u8 *p, u64 v)
{
	put32(p, v >> 32);
	put32(p + 4, v);
}

static void stat_add(u64 *n, u64 by)
{
	__atomic_fetch_add(n, by, __ATOMIC_RELAXED);
}

void scsi_sense(struct scsi_task *t, u8 key, u8 asc, u8 ascq)
{
	t->status = SCSI_CHECK;
	memset(t->sense, 0, sizeof(t->sense));
	t->sense[0] = 0x70;
	t->sense[2] = key;
	t->sense[7] = 10;
	t->sense[12] = asc;
	t->sense[13] = ascq;
	t->sense_len = sizeof(t->sense);
	t->moved = 0;
}

void scsi_put(struct scsi_task *t, const void *data, u32 len)
{
	const u8 *p = data;
	u32 i;

	if (len > t->data_len)
		len = t->data_len;
	for (i = 0; i < t->nsegs && len; i++) {
		u32 n = t->segs[i].len < len ? t->segs[i].len : len;

		memcpy(t->segs[i].host, p, n);
		p += n;
		len -= n;
		t->moved += n;
	}
}

static u32 get_data(const struct scsi_task *t, void *to, u32 len)
{
	u32 i, have = 0;

	if (len > t->data_len)
		len = t->data_len;
	for (i = 0; i < t->nsegs && have < len; i++) {
		u32 n = t->segs[i].len < len - have ? t->segs[i].len : len - have;

		memcpy((u8 *)to + have, t->segs[i].host, n);
		have += n;
	}
	return have;
}

bool scsi_reports_ua(u8 opcode)
{
	return opcode != OP_INQUIRY && opcode != OP_REPORT_LUNS && opcode != OP_REQUEST_SENSE;
}

static void padded(u8 *to, const char *text, unsigned int len)
{
	size_t n = strlen(text);

	memset(to, ' ', len);
	memcpy(to, text, n < len ? n : len);
}

static void vpd(struct scsi_lun *l, struct scsi_task *t, u8 page, u32 alloc)
{
	u8 b[64] = { 0 };
	u32 len = 0, n = strlen(l->serial);

	b[1] = page;
	switch (page) {
	case 0x00:
		memcpy(b + 4, "\x00\x80\x83\xb0\xb1\xb2", 6);
		len = 6;
		break;
	case 0x80:
		memcpy(b + 4, l->serial, n);
		len = n;
		break;
	case 0x83:
		/* a T10 vendor designator and an NAA one, as on the original */
		b[4] = 0x02;
		b[5] = 0x01;
		b[7] = 8 + n;
		padded(b + 8, "MSFT", 8);
		memcpy(b + 16, l->serial, n);
		len = 4 + 8 + n;
		if (len + 12 + 4 <= sizeof(b)) {
			u8 *d = b + 4 + len;
			u64 h = 0xcbf29ce484222325ull;
			u32 i;

			for (i = 0; i < n; i++)
				h = (h ^ (u8)l->serial[i]) * 0x100000001b3ull;
			d[0] = 0x01;
			d[1] = 0x03;
			d[3] = 8;
			put64(d + 4, (h >> 4) | 3ull << 60);
			len += 12;
		}
		break;
	case 0xb0:
		len = 0x3c;
		put16(b + 6, 8);
		put32(b + 8, t->max_transfer / l->disk->block);
		put32(b + 12, t->max_transfer / l->disk->block);
		put32(b + 20, MAX_UNMAP_BLOCKS);
		put32(b + 24, MAX_UNMAP_RANGES);
		put32(b + 28, 4096 / l->disk->block);
		put64(b + 36, MAX_SAME_BLOCKS);
		break;
	case 0xb1:
		len = 0x3c;
		put16(b + 4, 1);	/* does not rotate */
		break;
	case 0xb2:
		len = 4;
		b[5] = 0x80 | (t->vstor >= 0x602 ? 0x40 : 0) | 0x04;
		b[6] = 0x02;		/* thin */
		break;
	default:
		scsi_sense(t, KEY_ILLEGAL, 0x24, 0x00);
		return;
	}
	put16(b + 2, len);
	len += 4;
	scsi_put(t, b, len < alloc ? len : alloc);
}

static void inquiry(struct scsi_lun *l, struct scsi_task *t)
{
	u32 alloc = be16(t->cdb + 3);
	u8 b[36] = { 0 };

	if (l && t->cdb[1] & 1) {
		vpd(l, t, t->cdb[2], alloc);
		return;
	}
	if (t->cdb[1] & 1 || t->cdb[2]) {
		scsi_sense(t, KEY_ILLEGAL, 0x24, 0x00);
		return;
	}
	/*
	 * The driver takes every INQUIRY for a success, so an absent unit must
	 * say so in the data or it becomes a phantom disk.
	 */
	b[0] = l ? 0x00 : 0x7f;
	b[2] = t->vstor >= 0x602 ? 5 : 4;
	b[3] = 2;
	b[4] = sizeof(b) - 5;
	if (l) {
		b[7] = 0x02;
		padded(b + 8, "Msft", 8);
		padded(b + 16, "Virtual Disk", 16);
		padded(b + 32, "1.0", 4);
	}
	scsi_put(t, b, sizeof(b) < alloc ? sizeof(b) : alloc);
}

static void report_luns(struct scsi_task *t)
{
	u32 alloc = be32(t->cdb + 6), i, len = 8 + 8 * t->nluns;
	u8 *b = calloc(1, len);

	if (!b)
		die(4, "out of memory for REPORT LUNS");
	put32(b, len - 8);
	for (i = 0; i < t->nluns; i++)
		b[8 + 8 * i + 1] = t->luns[i]->lun;
	scsi_put(t, b, len < alloc ? len : alloc);
	free(b);
}

static u32 mode_page(const struct disk *d, u8 *p, u8 page)
{
	switch (page) {
	case 0x08:
		p[0] = 0x08;
		p[1] = 0x12;
		p[2] = d->write_through ? 0 : 0x04;
		return 20;
	case 0x0a:
		p[0] = 0x0a;
		p[1] = 0x0a;
		return 12;
	case 0x1c:
		p[0] = 0x1c;
		p[1] = 0x0a;
		return 12;
	}
	return 0;
}

static void mode_sense(struct scsi_lun *l, struct scsi_task *t, bool ten)
{
	static const u8 all[] = { 0x08, 0x0a, 0x1c };
	u8 b[128] = { 0 }, page = t->cdb[2] & 0x3f, specific = (l->disk->ro ? 0x80 : 0) | 0x10;
	bool no_desc = t->cdb[1] & 8;
	u32 head = ten ? 8 : 4, len = head, alloc, desc = 0, n, i;
	u64 blocks = l->disk->size / l->disk->block;

	alloc = ten ? be16(t->cdb + 7) : t->cdb[4];
	if (!no_desc) {
		put32(b + len, blocks > 0xffffffff ? 0xffffffff : blocks);
		put32(b + len + 4, l->disk->block);
		b[len + 4] = 0;
		desc = 8;
		len += 8;
	}
	if (page == 0x3f) {
		for (i = 0; i < sizeof(all); i++)
			len += mode_page(l->disk, b + len, all[i]);
	} else {
		n = mode_page(l->disk, b + len, page);
		if (!n) {
			scsi_sense(t, KEY_ILLEGAL, 0x24, 0x00);
			return;
		}
		len += n;
	}
	if (ten) {
		put16(b, len - 2);
		b[3] = specific;
		put16(b + 6, desc);
	} else {
		b[0] = len - 1;
		b[2] = specific;
		b[3] = desc;
	}
	scsi_put(t, b, len < alloc ? len : alloc);
}

static void read_capacity(struct scsi_lun *l, struct scsi_task *t, bool sixteen)
{
	u64 last = l->disk->size / l->disk->block - 1;
	u8 b[32] = { 0 };
	u32 alloc;

	if (!sixteen) {
		put32(b, last > 0xffffffff ? 0xffffffff : last);
		put32(b + 4, l->disk->block);
		scsi_put(t, b, 8);
		return;
	}
	put64(b, last);
	put32(b + 8, l->disk->block);
	b[13] = l->disk->block == 512 ? 3 : 0;	/* 4096-byte physical blocks */
	b[14] = 0xc0;				/* thin, reads zero after unmap */
	alloc = be32(t->cdb + 10);
	scsi_put(t, b, sizeof(b) < alloc ? sizeof(b) : alloc);
}

static bool range_ok(struct scsi_lun *l, struct scsi_task *t, u64 lba, u64 count)
{
	u64 blocks = l->disk->size / l->disk->block;

	if (lba <= blocks && count <= blocks - lba)
		return true;
	scsi_sense(t, KEY_ILLEGAL, 0x21, 0x00);
	return false;
}

static void io_result(struct scsi_lun *l, struct scsi_task *t, bool write, int err, u64 bytes)
{
	if (!err) {
		stat_add(write ? &l->writes : &l->reads, 1);
		stat_add(write ? &l->write_bytes : &l->read_bytes, bytes);
		t->moved = bytes;
		return;
	}
	stat_add(&l->errors, 1);
	trace("dev", "disk %s: %s fails: %s", l->disk->spec, write ? "write" : "read", strerror(err));
	if (err == ENOSPC)
		scsi_sense(t, KEY_PROTECT, 0x27, 0x07);	/* space allocation failed */
	else
		scsi_sense(t, KEY_MEDIUM, write ? 0x0c : 0x11, 0x00);
}

static void read_write(struct scsi_lun *l, struct scsi_task *t, bool write, u64 lba, u64 count)
{
	u64 bytes = count * l->disk->block;

	if (!range_ok(l, t, lba, count))
		return;
	if (write && l->disk->ro) {
		scsi_sense(t, KEY_PROTECT, 0x27, 0x00);
		return;
	}
	if (bytes > t->data_len) {
		check_failed("scsi_length", "command %#x wants %llu bytes, the request carries %llu",
			     t->cdb[0], (unsigned long long)bytes, (unsigned long long)t->data_len);
		scsi_sense(t, KEY_ILLEGAL, 0x24, 0x00);
		return;
	}
	io_result(l, t, write, disk_io(l->disk, write, lba * l->disk->block, t->segs, t->nsegs, bytes), bytes);
}

static void unmap(struct scsi_lun *l, struct scsi_task *t)
{
	u8 b[8 + 16 * MAX_UNMAP_RANGES];
	u32 have = get_data(t, b, sizeof(b)), i, n;

	if (l->disk->ro) {
		scsi_sense(t, KEY_PROTECT, 0x27, 0x00);
		return;
	}
	if (have < 8 || have < 8u + be16(b + 2) || be16(t->cdb + 7) > sizeof(b)) {
		scsi_sense(t, KEY_ILLEGAL, 0x1a, 0x00);
		return;
	}
	n = be16(b + 2) / 16;
	for (i = 0; i < n; i++)
		if (!range_ok(l, t, be64(b + 8 + 16 * i), be32(b + 16 + 16 * i)))
			return;
	for (i = 0; i < n; i++) {
		u64 bytes = (u64)be32(b + 16 + 16 * i) * l->disk->block;

		disk_zero(l->disk, be64(b + 8 + 16 * i) * l->disk->block, bytes);
		stat_add(&l->unmap_bytes, bytes);
	}
	stat_add(&l->unmaps, 1);
	t->moved = have;
}

static void write_same(struct scsi_lun *l, struct scsi_task *t)
{
	u64 lba = be64(t->cdb + 2), i;
	u32 count = be32(t->cdb + 10), block = l->disk->block, got;
	u8 b[4096];
	bool zero = true;
	struct seg s = { b, block };
	int err = 0;

	if (t->vstor < 0x602) {
		scsi_sense(t, KEY_ILLEGAL, 0x20, 0x00);
		return;
	}
	if (!range_ok(l, t, lba, count))
		return;
	if (l->disk->ro) {
		scsi_sense(t, KEY_PROTECT, 0x27, 0x00);
		return;
	}
	got = get_data(t, b, block);
	if (got < block) {
		scsi_sense(t, KEY_ILLEGAL, 0x24, 0x00);
		return;
	}
	for (i = 0; i < block; i++)
		if (b[i])
			zero = false;
	if (zero)
		err = disk_zero(l->disk, lba * block, (u64)count * block);
	for (i = 0; !zero && i < count && !err; i++)
		err = disk_io(l->disk, true, (lba + i) * block, &s, 1, block);
	io_result(l, t, true, err, block);
}

static unsigned int cdb_length(u8 opcode)
{
	static const u8 by_group[8] = { 6, 10, 10, 0, 16, 12, 0, 0 };

	return by_group[opcode >> 5];
}

void scsi_execute(struct scsi_lun *l, struct scsi_task *t)
{
	const u8 *c = t->cdb;

	t->status = SCSI_GOOD;
	t->sense_len = 0;
	t->moved = 0;
	if (t->cdb_len < cdb_length(c[0])) {
		check_failed("scsi_cdb", "command %#x with only %u bytes", c[0], t->cdb_len);
		scsi_sense(t, KEY_ILLEGAL, 0x20, 0x00);
		return;
	}
	if (c[0] == OP_INQUIRY) {
		inquiry(l, t);
		return;
	}
	if (c[0] == OP_REPORT_LUNS) {
		report_luns(t);
		return;
	}
	if (!l) {
		scsi_sense(t, KEY_ILLEGAL, 0x25, 0x00);
		return;
	}
	switch (c[0]) {
	case OP_TEST_UNIT_READY:
		if (l->stopped)
			scsi_sense(t, KEY_NOT_READY, 0x04, 0x02);
		break;
	case OP_REQUEST_SENSE: {
		u8 b[18] = { 0x70 };

		b[7] = 10;
		scsi_put(t, b, sizeof(b) < c[4] ? sizeof(b) : c[4]);
		break;
	}
	case OP_MODE_SENSE6:
		mode_sense(l, t, false);
		break;
	case OP_MODE_SENSE10:
		mode_sense(l, t, true);
		break;
	case OP_START_STOP:
		l->stopped = !(c[4] & 1);
		if (l->stopped)
			disk_flush(l->disk);
		break;
	case OP_PREVENT:
		break;
	case OP_READ_CAPACITY10:
		read_capacity(l, t, false);
		break;
	case OP_SERVICE_IN16:
		if ((c[1] & 0x1f) == SA_READ_CAPACITY16)
			read_capacity(l, t, true);
		else
			scsi_sense(t, KEY_ILLEGAL, 0x24, 0x00);
		break;
	case OP_READ6:
	case OP_WRITE6:
		read_write(l, t, c[0] == OP_WRITE6, be32(c) & 0x1fffff, c[4] ? c[4] : 256);
		break;
	case OP_READ10:
	case OP_WRITE10:
		read_write(l, t, c[0] == OP_WRITE10, be32(c + 2), be16(c + 7));
		break;
	case OP_READ12:
	case OP_WRITE12:
		read_write(l, t, c[0] == OP_WRITE12, be32(c + 2), be32(c + 6));
		break;
	case OP_READ16:
	case OP_WRITE16:
		read_write(l, t, c[0] == OP_WRITE16, be64(c + 2), be32(c + 10));
		break;
	case OP_VERIFY10:
		range_ok(l, t, be32(c + 2), be16(c + 7));
		break;
	case OP_VERIFY16:
		range_ok(l, t, be64(c + 2), be32(c + 10));
		break;
	case OP_SYNC10:
	case OP_SYNC16:
		stat_add(&l->flushes, 1);
		if (disk_flush(l->disk) && errno != EINVAL)
			scsi_sense(t, KEY_MEDIUM, 0x0c, 0x00);
		break;
	case OP_UNMAP:
		unmap(l, t);
		break;
	case OP_WRITE_SAME16:
		write_same(l, t);
		break;
	default:
		scsi_sense(t, KEY_ILLEGAL, 0x20, 0x00);
	}
}
