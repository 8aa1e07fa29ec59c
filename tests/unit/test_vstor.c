// SPDX-License-Identifier: GPL-2.0-only
/* Storage protocol: layouts, versions, answers judged, commands filtered, page lists. */
/* sources: src/storvsc/packet.c src/storvsc/status.c src/storvsc/cdb.c src/storvsc/addr.c */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>
#include "storvsc/vstor.h"

#define AT(member, offset) \
	assert_int_equal(offsetof(struct vstor_packet, member), offset)

static void test_layout(void **state)
{
	(void)state;
	AT(operation, 0);
	AT(flags, 4);
	AT(status, 8);
	AT(u.srb.length, 12);
	AT(u.srb.srb_status, 14);
	AT(u.srb.scsi_status, 15);
	AT(u.srb.port, 16);
	AT(u.srb.path, 17);
	AT(u.srb.target, 18);
	AT(u.srb.lun, 19);
	AT(u.srb.cdb_length, 20);
	AT(u.srb.sense_length, 21);
	AT(u.srb.data_in, 22);
	AT(u.srb.data_length, 24);
	AT(u.srb.area, 28);
	AT(u.srb.queue_tag, 50);
	AT(u.srb.queue_action, 51);
	AT(u.srb.srb_flags, 52);
	AT(u.srb.timeout, 56);
	AT(u.srb.sort, 60);
	AT(u.properties.max_subchannels, 16);
	AT(u.properties.flags, 20);
	AT(u.properties.max_transfer, 24);
	AT(u.version.version, 12);
	AT(u.fc.primary_port, 16);
	AT(u.fc.primary_node, 24);
	AT(u.fc.secondary_port, 32);
	AT(u.fc.secondary_node, 40);
}

static void test_versions(void **state)
{
	static const u16 want[] = { 0x602, 0x600, 0x501, 0x402, 0x200 };
	const struct vstor_proto *p;
	unsigned int i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(want); i++) {
		p = vstor_proto_nth(i);
		assert_non_null(p);
		assert_int_equal(p->version, want[i]);
		assert_int_equal(p->packet_len, want[i] >= 0x501 ? 64 : 48);
		assert_int_equal(p->srb_len, want[i] >= 0x501 ? 52 : 36);
		assert_int_equal(p->sense_max, want[i] >= 0x501 ? 20 : 18);
		/* the SRB of the version fits into its packet */
		assert_true(p->srb_len + VSTOR_HEADER_LEN <= p->packet_len);
	}
	assert_null(vstor_proto_nth(i));
	assert_null(vstor_proto_nth(U32_MAX));
}

static void test_template(void **state)
{
	struct vstor_packet p;

	(void)state;
	memset(&p, 0xee, sizeof(p));
	vstor_build_srb_template(&p, vstor_proto_nth(4), 60);
	assert_int_equal(p.operation, 3);
	assert_int_equal(p.flags, 1);
	assert_int_equal(p.status, 0);
	assert_int_equal(p.u.srb.length, 36);
	assert_int_equal(p.u.srb.sense_length, 18);
	assert_int_equal(p.u.srb.srb_status, 0);
	vstor_build_srb_template(&p, vstor_proto_nth(0), 60);
	assert_int_equal(p.u.srb.length, 52);
	assert_int_equal(p.u.srb.queue_tag, 0xff);
	assert_int_equal(p.u.srb.queue_action, 0x20);
	assert_int_equal(p.u.srb.timeout, 60);
	assert_int_equal(p.u.srb.srb_flags, 0x8);
}

static void test_reply(void **state)
{
	struct vstor_packet p;

	(void)state;
	vstor_build_op(&p, VSTOR_OP_COMPLETE);
	assert_int_equal(vstor_check_reply(&p, 64, 64), 0);
	assert_int_equal(vstor_check_reply(&p, 48, 48), 0);
	assert_int_equal(vstor_check_reply(&p, 63, 64), -EINVAL);
	assert_int_equal(vstor_check_reply(&p, 11, 0), -EINVAL);
	assert_int_equal(vstor_check_reply(&p, 0, 0), -EINVAL);
	p.operation = VSTOR_OP_EXECUTE_SRB;
	assert_int_equal(vstor_check_reply(&p, 64, 64), -EINVAL);
}

static void test_properties(void **state)
{
	struct vstor_properties out;
	struct vstor_packet p;

	(void)state;
	vstor_build_op(&p, VSTOR_OP_COMPLETE);
	p.u.properties.max_subchannels = 3;
	p.u.properties.max_transfer = 0x40000;
	assert_int_equal(vstor_parse_properties(&p, 64, VSTOR_CLASS_SCSI, &out), 0);
	assert_int_equal(out.max_transfer, 0x40000);
	assert_int_equal(out.max_subchannels, 0);	/* flag not set */

	p.u.properties.flags = VSTOR_PROP_MULTICHANNEL;
	assert_int_equal(vstor_parse_properties(&p, 64, VSTOR_CLASS_SCSI, &out), 0);
	assert_int_equal(out.max_subchannels, 3);
	assert_int_equal(vstor_parse_properties(&p, 64, VSTOR_CLASS_IDE, &out), 0);
	assert_int_equal(out.max_subchannels, 0);
	/* the short packet of old versions holds them too */
	assert_int_equal(vstor_parse_properties(&p, 48, VSTOR_CLASS_SCSI, &out), 0);
	assert_int_equal(vstor_parse_properties(&p, 35, VSTOR_CLASS_SCSI, &out), -EINVAL);
	assert_int_equal(vstor_parse_properties(&p, 64, VSTOR_CLASSES, &out), -EINVAL);

	p.u.properties.max_transfer = 0;
	assert_int_equal(vstor_parse_properties(&p, 64, VSTOR_CLASS_SCSI, &out), 0);
	assert_int_equal(out.max_transfer, 8192);
	p.u.properties.max_transfer = 70000;
	assert_int_equal(vstor_parse_properties(&p, 64, VSTOR_CLASS_SCSI, &out), 0);
	assert_int_equal(out.max_transfer, 69632);
	p.u.properties.max_transfer = U32_MAX;
	assert_int_equal(vstor_parse_properties(&p, 64, VSTOR_CLASS_SCSI, &out), 0);
	assert_int_equal(out.max_transfer, 4 << 20);
	assert_int_equal(vstor_parse_properties(&p, 64, VSTOR_CLASS_FC, &out), 0);
	assert_int_equal(out.max_transfer, 512 << 10);

	p.status = 1;
	assert_int_equal(vstor_parse_properties(&p, 64, VSTOR_CLASS_SCSI, &out), -EINVAL);
}

static void test_address(void **state)
{
	u8 guid[16] = { 0, 1, 2, 3, 4, 5, 6 };
	struct vstor_address a;

	(void)state;
	assert_int_equal(vstor_ide_target(guid), 0x0504);
	assert_int_equal(vstor_address(VSTOR_CLASS_SCSI, 7, 1, 254, &a), 0);
	assert_int_equal(a.path, 7);
	assert_int_equal(a.target, 1);
	assert_int_equal(a.lun, 254);
	assert_int_equal(vstor_address(VSTOR_CLASS_SCSI, 8, 0, 0, &a), -EINVAL);
	assert_int_equal(vstor_address(VSTOR_CLASS_SCSI, 0, 2, 0, &a), -EINVAL);
	assert_int_equal(vstor_address(VSTOR_CLASS_SCSI, 0, 0, 255, &a), -EINVAL);
	assert_int_equal(vstor_address(VSTOR_CLASS_SCSI, 0, 0, 1ULL << 32, &a), -EINVAL);
	assert_int_equal(vstor_address(VSTOR_CLASS_SCSI, 0, 0, U64_MAX, &a), -EINVAL);
	assert_int_equal(vstor_address(VSTOR_CLASS_FC, 7, 127, 254, &a), 0);
	assert_int_equal(vstor_address(VSTOR_CLASS_FC, 0, 128, 0, &a), -EINVAL);
	assert_int_equal(vstor_address(VSTOR_CLASS_IDE, 0, 0x0504, 0, &a), 0);
	assert_int_equal(a.target, 4);
	assert_int_equal(vstor_address(VSTOR_CLASS_IDE, 1, 0, 0, &a), -EINVAL);
	assert_int_equal(vstor_address(VSTOR_CLASS_IDE, 0, 0, 64, &a), -EINVAL);
	assert_null(vstor_class_limits(VSTOR_CLASSES));
}

static void test_pages(void **state)
{
	(void)state;
	assert_int_equal(vstor_pages(0, 0), 0);
	assert_int_equal(vstor_pages(0, 1), 1);
	assert_int_equal(vstor_pages(0, 4096), 1);
	assert_int_equal(vstor_pages(1, 4096), 2);
	assert_int_equal(vstor_pages(4095, 2), 2);
	assert_int_equal(vstor_pages(4095, U32_MAX), 0x100001);
}

static void test_pfns(void **state)
{
	struct vstor_pfns l;
	u64 pfn[4];

	(void)state;
	vstor_pfns_start(&l, pfn, 4);
	/* a high address: frames need more than 32 bits of address */
	assert_int_equal(vstor_pfns_add(&l, 0x123456789e00ULL, 512), 0);
	assert_int_equal(vstor_pfns_add(&l, 0x5000, 8192), 0);
	assert_int_equal(vstor_pfns_add(&l, 0x9000, 512), 0);
	assert_int_equal(l.count, 4);
	assert_int_equal(l.offset, 0xe00);
	assert_int_equal(l.bytes, 512 + 8192 + 512);
	assert_true(pfn[0] == 0x123456789ULL);
	assert_true(pfn[1] == 5 && pfn[2] == 6 && pfn[3] == 9);
	/* full, and the last page already ended early */
	assert_int_equal(vstor_pfns_add(&l, 0x9200, 512), -EINVAL);
	assert_int_equal(vstor_pfns_add(&l, 0xa000, 512), -EINVAL);

	/* a hole at the end of the first page */
	vstor_pfns_start(&l, pfn, 4);
	assert_int_equal(vstor_pfns_add(&l, 0x1000, 512), 0);
	assert_int_equal(vstor_pfns_add(&l, 0x2000, 512), -EINVAL);
	assert_int_equal(l.count, 1);

	vstor_pfns_start(&l, pfn, 4);
	assert_int_equal(vstor_pfns_add(&l, 0x1000, 0), -EINVAL);
	assert_int_equal(vstor_pfns_add(&l, 0x1000, 5 * 4096), -ENOSPC);
	assert_int_equal(l.count, 0);
	assert_int_equal(vstor_pfns_add(&l, 0x1fff, 4 * 4096), -ENOSPC);
	assert_int_equal(vstor_pfns_add(&l, 0x1000, 4 * 4096), 0);
	assert_int_equal(vstor_pfns_add(&l, 0x9000, U32_MAX), -EINVAL);
	assert_int_equal(vstor_pfns_add(&l, 0x9000, 1), -ENOSPC);
}

static void test_cdb(void **state)
{
	static const u8 ws10[16] = { 0x41 }, ws16[16] = { 0x93 };
	static const u8 window[16] = { 0x24 }, read10[16] = { 0x28 };
	static const u8 serial[16] = { 0x12, 1, 0x80 }, inquiry[16] = { 0x12 };
	static const u8 lbp[16] = { 0x12, 1, 0xb2 };
	static const u8 sense6[16] = { 0x1a, 0, 0x1c }, cache[16] = { 0x1a, 0, 8 };
	static const u8 sense10[16] = { 0x5a, 0, 0x9c }, maint[16] = { 0xa3 };

	(void)state;
	assert_true(vstor_cdb_refused(0x200, ws10, 10));
	assert_true(vstor_cdb_refused(0x501, ws16, 16));
	assert_true(vstor_cdb_refused(0x501, window, 10));
	assert_false(vstor_cdb_refused(0x600, ws16, 16));
	assert_false(vstor_cdb_refused(0x602, window, 10));
	assert_false(vstor_cdb_refused(0x200, read10, 10));
	assert_true(vstor_cdb_refused(0x602, read10, 17));
	assert_true(vstor_cdb_refused(0x602, read10, 0));

	assert_true(vstor_cdb_error_ignored(VSTOR_CLASS_SCSI, serial));
	assert_false(vstor_cdb_error_ignored(VSTOR_CLASS_SCSI, inquiry));
	assert_false(vstor_cdb_error_ignored(VSTOR_CLASS_SCSI, lbp));
	assert_true(vstor_cdb_error_ignored(VSTOR_CLASS_SCSI, sense6));
	assert_false(vstor_cdb_error_ignored(VSTOR_CLASS_SCSI, cache));
	assert_true(vstor_cdb_error_ignored(VSTOR_CLASS_IDE, sense10));
	assert_false(vstor_cdb_error_ignored(VSTOR_CLASS_SCSI, maint));
	assert_true(vstor_cdb_error_ignored(VSTOR_CLASS_FC, maint));

	assert_true(vstor_spc3_capable(0x501, "Msft    "));
	assert_true(vstor_spc3_capable(0x600, "Msft"));
	assert_false(vstor_spc3_capable(0x602, "Msft    "));
	assert_false(vstor_spc3_capable(0x402, "Msft    "));
	assert_false(vstor_spc3_capable(0x600, "Other   "));
}

static void test_sense(void **state)
{
	u8 s[20] = { 0x70, [12] = 0x2a, [13] = 0x09 };

	(void)state;
	assert_int_equal(vstor_sense_code(s, 20), 0x2a09);
	assert_int_equal(vstor_sense_code(s, 14), 0x2a09);
	assert_int_equal(vstor_sense_code(s, 13), -1);
	assert_int_equal(vstor_sense_code(s, 0), -1);
	s[0] = 0xf1;
	assert_int_equal(vstor_sense_code(s, 20), 0x2a09);
	s[0] = 0x72;
	s[2] = 0x3f;
	s[3] = 0x0e;
	assert_int_equal(vstor_sense_code(s, 4), 0x3f0e);
	assert_int_equal(vstor_sense_code(s, 3), -1);
	s[0] = 0x33;
	assert_int_equal(vstor_sense_code(s, 20), -1);
}

/* -------- verdicts -------- */

static const u8 cdb_read[16] = { 0x28 };

static struct vstor_verdict judge(const u8 *cdb, u8 srb_status, u8 scsi_status,
				  u32 asked, u32 done)
{
	struct vstor_srb srb = {
		.srb_status = srb_status,
		.scsi_status = scsi_status,
		.data_length = done,
	};
	struct vstor_verdict v;

	memset(&v, 0xee, sizeof(v));
	vstor_judge(vstor_proto_nth(0), VSTOR_CLASS_SCSI, cdb, asked, &srb, &v);
	assert_true(v.resid <= asked);
	return v;
}

static struct vstor_verdict judge_sense(u8 srb_status, u8 asc, u8 ascq, u8 len)
{
	struct vstor_srb srb = {
		.srb_status = srb_status | SRB_SENSE_VALID,
		.scsi_status = 2,
		.sense_length = len,
		.area = { 0x70, [2] = 6, [12] = asc, [13] = ascq },
	};
	struct vstor_verdict v;

	vstor_judge(vstor_proto_nth(0), VSTOR_CLASS_SCSI, cdb_read, 512, &srb, &v);
	return v;
}

static void test_success(void **state)
{
	struct vstor_verdict v;

	(void)state;
	v = judge(cdb_read, 1, 0, 4096, 4096);
	assert_int_equal(v.host, VSTOR_HOST_OK);
	assert_int_equal(v.scsi_status, 0);
	assert_int_equal(v.resid, 0);
	assert_int_equal(v.event, VSTOR_EVENT_NONE);
	v = judge(cdb_read, 1, 0, 4096, 512);
	assert_int_equal(v.resid, 3584);
	v = judge(cdb_read, 1, 0, 4096, U32_MAX);	/* more than asked for */
	assert_int_equal(v.resid, 0);
	v = judge(cdb_read, 1 | SRB_QUEUE_FROZEN, 0, 4096, 4096);
	assert_int_equal(v.host, VSTOR_HOST_OK);
	v = judge(cdb_read, 1, 0x18, 4096, 0);		/* reservation conflict */
	assert_int_equal(v.scsi_status, 0x18);
	v = judge(cdb_read, SRB_DATA_OVERRUN, 0, 4096, 96);	/* short answer */
	assert_int_equal(v.host, VSTOR_HOST_OK);
	assert_int_equal(v.resid, 4000);
}

/* No error code at all comes out as plain success of a read. */
static void test_errors_stay_errors(void **state)
{
	unsigned int code, flags, status;
	struct vstor_verdict v;

	(void)state;
	for (code = 0; code < 0x40; code++) {
		if (code == SRB_SUCCESS || code == SRB_DATA_OVERRUN)
			continue;
		for (flags = 0; flags < 0x100; flags += 0x40) {
			for (status = 0; status < 3; status += 2) {
				v = judge(cdb_read, code | flags, status, 512, 512);
				assert_true(v.host != VSTOR_HOST_OK ||
					    v.scsi_status != 0);
				assert_int_equal(v.resid, 512);
			}
		}
	}
	for (status = 0x80; status <= 0xbf; status++) {
		if ((status & 0x3f) == SRB_SUCCESS)
			continue;
		v = judge_sense(status, 0x24, 0, 18);
		assert_true(v.host != VSTOR_HOST_OK || v.scsi_status != 0);
	}
}

static void test_error_map(void **state)
{
	static const u8 tur[16] = { 0 }, ata12[16] = { 0xa1 }, ata16[16] = { 0x85 };
	static const u8 serial[16] = { 0x12, 1, 0x80 }, inquiry[16] = { 0x12 };
	static const u8 errors[] = { 0x02, 0x04, 0x06, 0x09, 0x0a, 0x0e, 0x30, 0x00 };
	struct vstor_verdict v;
	unsigned int i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(errors); i++) {
		v = judge(cdb_read, errors[i], 0, 512, 0);
		assert_int_equal(v.host, VSTOR_HOST_ERROR);
		assert_true(v.noteworthy);
		v = judge(ata12, errors[i], 0, 512, 0);
		assert_int_equal(v.host, VSTOR_HOST_PASSTHROUGH);
		v = judge(ata16, errors[i], 0, 512, 0);
		assert_int_equal(v.host, VSTOR_HOST_PASSTHROUGH);
		v = judge(tur, errors[i], 2, 0, 0);
		assert_int_equal(v.host, VSTOR_HOST_OK);
		assert_int_equal(v.scsi_status, 2);
	}
	v = judge(cdb_read, SRB_BUSY, 0, 512, 0);
	assert_int_equal(v.scsi_status, 8);
	v = judge(cdb_read, SRB_INVALID_LUN, 0, 512, 0);
	assert_int_equal(v.host, VSTOR_HOST_NO_CONNECT);
	assert_int_equal(v.event, VSTOR_EVENT_REMOVE_LUN);
	v = judge(cdb_read, SRB_NO_DEVICE, 0, 512, 0);
	assert_int_equal(v.host, VSTOR_HOST_NO_CONNECT);
	assert_int_equal(v.event, VSTOR_EVENT_NONE);
	/* nobody there is nobody there, whatever was asked */
	v = judge(serial, SRB_INVALID_LUN, 0, 255, 0);
	assert_int_equal(v.host, VSTOR_HOST_NO_CONNECT);
	v = judge(inquiry, SRB_ERROR, 0, 36, 36);
	assert_int_equal(v.host, VSTOR_HOST_ERROR);
	assert_int_equal(v.resid, 36);
	v = judge(serial, SRB_ERROR, 2, 255, 20);
	assert_int_equal(v.host, VSTOR_HOST_OK);
	assert_int_equal(v.scsi_status, 0);
	assert_int_equal(v.resid, 235);
	v = judge(serial, SRB_ERROR | SRB_SENSE_VALID, 2, 255, U32_MAX);
	assert_int_equal(v.scsi_status, 0);
	assert_int_equal(v.sense_len, 0);
	assert_int_equal(v.resid, 0);
}

static void test_sense_events(void **state)
{
	struct vstor_verdict v;

	(void)state;
	v = judge_sense(SRB_ERROR, 0x2a, 0x09, 18);
	assert_int_equal(v.event, VSTOR_EVENT_RESCAN_LUN);
	assert_int_equal(v.host, VSTOR_HOST_REQUEUE);
	v = judge_sense(SRB_ERROR, 0x3f, 0x01, 18);
	assert_int_equal(v.event, VSTOR_EVENT_RESCAN_LUN);
	v = judge_sense(SRB_ERROR, 0x3f, 0x03, 18);
	assert_int_equal(v.event, VSTOR_EVENT_NONE);
	assert_int_equal(v.host, VSTOR_HOST_OK);
	assert_int_equal(v.scsi_status, 2);
	v = judge_sense(SRB_ERROR, 0x3f, 0x0e, 18);
	assert_int_equal(v.event, VSTOR_EVENT_SCAN_HOST);
	assert_int_equal(v.host, VSTOR_HOST_OK);
	v = judge_sense(SRB_ERROR, 0x24, 0x00, 18);
	assert_int_equal(v.sense_len, 18);
	assert_int_equal(v.scsi_status, 2);
	assert_int_equal(v.event, VSTOR_EVENT_NONE);
	/* success with sense reaches the SCSI layer too */
	v = judge_sense(SRB_SUCCESS, 0x2a, 0x09, 18);
	assert_int_equal(v.event, VSTOR_EVENT_RESCAN_LUN);
	/* more sense than there is room for */
	v = judge_sense(SRB_ERROR, 0x24, 0x00, 255);
	assert_int_equal(v.sense_len, 20);
	/* too little to hold a code */
	v = judge_sense(SRB_ERROR, 0x2a, 0x09, 8);
	assert_int_equal(v.sense_len, 8);
	assert_int_equal(v.event, VSTOR_EVENT_NONE);
	/* valid flag but nothing there */
	v = judge_sense(SRB_ERROR, 0x2a, 0x09, 0);
	assert_int_equal(v.host, VSTOR_HOST_ERROR);
}

static void test_sense_old_version(void **state)
{
	struct vstor_srb srb = {
		.srb_status = SRB_ERROR | SRB_SENSE_VALID,
		.scsi_status = 2,
		.sense_length = 20,
		.area = { 0x70 },
	};
	struct vstor_verdict v;

	(void)state;
	vstor_judge(vstor_proto_nth(4), VSTOR_CLASS_IDE, cdb_read, 512, &srb, &v);
	assert_int_equal(v.sense_len, 18);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_layout),
		cmocka_unit_test(test_versions),
		cmocka_unit_test(test_template),
		cmocka_unit_test(test_reply),
		cmocka_unit_test(test_properties),
		cmocka_unit_test(test_address),
		cmocka_unit_test(test_pages),
		cmocka_unit_test(test_pfns),
		cmocka_unit_test(test_cdb),
		cmocka_unit_test(test_sense),
		cmocka_unit_test(test_success),
		cmocka_unit_test(test_errors_stay_errors),
		cmocka_unit_test(test_error_map),
		cmocka_unit_test(test_sense_events),
		cmocka_unit_test(test_sense_old_version),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
