// SPDX-License-Identifier: GPL-2.0-only
/*
 * A CD-ROM drive: the commands that guests send to one, with one data track.
 */
#include <string.h>

#include "ata.h"

enum {
	OP_TEST_UNIT_READY = 0x00, OP_REQUEST_SENSE = 0x03, OP_INQUIRY = 0x12, OP_MODE_SENSE6 = 0x1a,
	OP_START_STOP = 0x1b, OP_PREVENT = 0x1e, OP_READ_CAPACITY = 0x25, OP_READ10 = 0x28, OP_SYNC = 0x35,
	OP_READ_TOC = 0x43, OP_GET_CONFIGURATION = 0x46, OP_GET_EVENT = 0x4a, OP_MODE_SENSE10 = 0x5a,
	OP_READ12 = 0xa8, OP_SET_SPEED = 0xbb,
};

enum { KEY_NONE = 0, KEY_ILLEGAL = 5 };

#define PAGE_ERRORS 0x01
#define PAGE_CAPABILITIES 0x2a
#define PAGE_ALL 0x3f
#define LEAD_OUT 0xaa
#define DATA_TRACK 0x14
#define MSF_START 150u		/* address of block 0 in frames */

static u32 be(const u8 *p, unsigned int n)
{
	u32 v = 0;

	while (n--)
		v = v << 8 | *p++;
	return v;
}

static void put_be(u8 *p, u32 v, unsigned int n)
{
	while (n--) {
		p[n] = v;
		v >>= 8;
	}
}

static bool fail(struct cd *cd, u8 key, u8 asc, u8 ascq)
{
	cd->key = key;
	cd->asc = asc;
	cd->ascq = ascq;
	return false;
}

static bool reply(struct cd_result *r, u32 len, u32 allowed)
{
	r->len = len < allowed ? len : allowed;
	return true;
}

static u32 blocks(const struct cd *cd)
{
	return cd->disk->size / CD_BLOCK;
}

static bool inquiry(const u8 *cdb, struct cd_result *r)
{
	u8 *b = r->reply;

	b[0] = 5;		/* CD-ROM */
	b[1] = 0x80;		/* removable */
	b[3] = 0x21;
	b[4] = 31;
	memcpy(b + 8, "Msft    Virtual CD/ROM  1.0 ", 28);
	return reply(r, 36, cdb[4]);
}

static bool request_sense(struct cd *cd, const u8 *cdb, struct cd_result *r)
{
	r->reply[0] = 0x70;
	r->reply[2] = cd->key;
	r->reply[7] = 10;
	r->reply[12] = cd->asc;
	r->reply[13] = cd->ascq;
	fail(cd, KEY_NONE, 0, 0);
	return reply(r, 18, cdb[4]);
}

static u32 mode_pages(u8 *b, u8 page)
{
	u8 *p = b;

	if (page == PAGE_ERRORS || page == PAGE_ALL) {
		p[0] = PAGE_ERRORS;
		p[1] = 6;
		p[3] = 5;	/* retries */
		p += 8;
	}
	if (page == PAGE_CAPABILITIES || page == PAGE_ALL) {
		p[0] = PAGE_CAPABILITIES;
		p[1] = 18;
		p[2] = 0x03;	/* reads CD-R, CD-RW */
		p[4] = 0x70;	/* mode 2 in both forms, several sessions */
		p[6] = 0x29;	/* a tray that locks and opens */
		put_be(p + 8, 4 * 176, 2);
		put_be(p + 14, 4 * 176, 2);
		p += 20;
	}
	return p - b;
}

static bool mode_sense(struct cd *cd, const u8 *cdb, struct cd_result *r)
{
	unsigned int head = cdb[0] == OP_MODE_SENSE10 ? 8 : 4;
	u32 len = mode_pages(r->reply + head, cdb[2] & 0x3f);

	if (!len || cdb[2] >> 6 == 3)		/* no saved values */
		return fail(cd, KEY_ILLEGAL, 0x24, 0);
	if (cdb[2] >> 6 == 1)			/* which bits can be changed: none */
		memset(r->reply + head + 2, 0, len - 2);
	if (head == 8) {
		put_be(r->reply, len + head - 2, 2);
		return reply(r, len + head, be(cdb + 7, 2));
	}
	r->reply[0] = len + head - 1;
	return reply(r, len + head, cdb[4]);
}

static void toc_entry(u8 *p, u8 track, u32 block, bool msf)
{
	p[1] = DATA_TRACK;
	p[2] = track;
	if (!msf) {
		put_be(p + 4, block, 4);
		return;
	}
	block += MSF_START;
	p[5] = block / (75 * 60);
	p[6] = block / 75 % 60;
	p[7] = block % 75;
}

static bool read_toc(struct cd *cd, const u8 *cdb, struct cd_result *r)
{
	u8 format = cdb[2] & 15 ? cdb[2] & 15 : cdb[9] >> 6, first = cdb[6], *p = r->reply + 4;
	bool msf = cdb[1] & 2;

	r->reply[2] = 1;		/* first and last track, or session */
	r->reply[3] = 1;
	if (format == 0) {
		if (first > 1 && first != LEAD_OUT)
			return fail(cd, KEY_ILLEGAL, 0x24, 0);
		if (first <= 1) {
			toc_entry(p, 1, 0, msf);
			p += 8;
		}
		toc_entry(p, LEAD_OUT, blocks(cd), msf);
		p += 8;
	} else if (format == 1) {
		toc_entry(p, 1, 0, msf);
		p += 8;
	} else {
		return fail(cd, KEY_ILLEGAL, 0x24, 0);
	}
	put_be(r->reply, p - r->reply - 2, 2);
	return reply(r, p - r->reply, be(cdb + 7, 2));
}

static bool get_configuration(const u8 *cdb, struct cd_result *r)
{
	u8 *b = r->reply;

	put_be(b + 6, 8, 2);		/* profile: CD-ROM */
	b[10] = 3;			/* feature 0, the list of profiles: current, always */
	b[11] = 4;
	put_be(b + 12, 8, 2);
	b[14] = 1;
	put_be(b, be(cdb + 2, 2) ? 4 : 12, 4);
	return reply(r, be(cdb + 2, 2) ? 8 : 16, be(cdb + 7, 2));
}

static bool get_event(struct cd *cd, const u8 *cdb, struct cd_result *r)
{
	u8 *b = r->reply;

	if (!(cdb[1] & 1))		/* only when polled */
		return fail(cd, KEY_ILLEGAL, 0x24, 0);
	b[3] = 1 << 4;			/* of events of the medium can be told */
	if (!(cdb[4] & 1 << 4)) {
		b[1] = 2;
		b[2] = 0x80;
		return reply(r, 4, be(cdb + 7, 2));
	}
	b[1] = 6;
	b[2] = 4;
	b[5] = 2;			/* nothing new; a medium is in */
	return reply(r, 8, be(cdb + 7, 2));
}

static bool read_blocks(struct cd *cd, u32 block, u32 count, struct cd_result *r)
{
	if (block > blocks(cd) || count > blocks(cd) - block)
		return fail(cd, KEY_ILLEGAL, 0x21, 0);
	r->at = (u64)block * CD_BLOCK;
	r->bytes = (u64)count * CD_BLOCK;
	counter_add("ide.cd_blocks", count);
	return true;
}

bool cd_command(struct cd *cd, const u8 *cdb, struct cd_result *r)
{
	memset(r, 0, sizeof(*r));
	if (cdb[0] != OP_REQUEST_SENSE)
		fail(cd, KEY_NONE, 0, 0);
	switch (cdb[0]) {
	case OP_TEST_UNIT_READY:
	case OP_START_STOP:
	case OP_PREVENT:
	case OP_SYNC:
	case OP_SET_SPEED:
		return true;
	case OP_REQUEST_SENSE:
		return request_sense(cd, cdb, r);
	case OP_INQUIRY:
		return inquiry(cdb, r);
	case OP_MODE_SENSE6:
	case OP_MODE_SENSE10:
		return mode_sense(cd, cdb, r);
	case OP_READ_CAPACITY:
		put_be(r->reply, blocks(cd) - 1, 4);
		put_be(r->reply + 4, CD_BLOCK, 4);
		return reply(r, 8, 8);
	case OP_READ_TOC:
		return read_toc(cd, cdb, r);
	case OP_GET_CONFIGURATION:
		return get_configuration(cdb, r);
	case OP_GET_EVENT:
		return get_event(cd, cdb, r);
	case OP_READ10:
		return read_blocks(cd, be(cdb + 2, 4), be(cdb + 7, 2), r);
	case OP_READ12:
		return read_blocks(cd, be(cdb + 2, 4), be(cdb + 6, 4), r);
	default:
		return fail(cd, KEY_ILLEGAL, 0x20, 0);
	}
}
