// SPDX-License-Identifier: GPL-2.0-only
/* NVSP: layouts, versions, what the host answers, damaged answers. */
/* sources: src/netvsc/nvsp.c */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>
#include "netvsc/nvsp.h"

#define AT(member, offset) \
	assert_int_equal(offsetof(struct nvsp_message, member), offset)

static void test_layout(void **state)
{
	(void)state;
	AT(u.init.max_version, 8);
	AT(u.init_complete.status, 12);
	AT(u.share_buf.id, 8);
	AT(u.recv_buf_complete.sections, 8);
	AT(u.recv_buf_complete.section[0].end_offset, 24);
	AT(u.send_buf_complete.section_size, 8);
	AT(u.rndis.section_size, 12);
	AT(u.ndis_config.mtu, 4);
	AT(u.ndis_config.capabilities, 12);
	AT(u.vf_association.serial, 8);
	AT(u.subchannel.count, 8);
	AT(u.send_table.offset, 8);
}

static void test_versions(void **state)
{
	static const u32 want[] = { 0x60001, 0x60000, 0x50000, 0x40000, 0x30002, 2 };
	unsigned int i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(want); i++)
		assert_int_equal(nvsp_version_nth(i), want[i]);
	assert_int_equal(nvsp_version_nth(i), 0);
}

static void test_config(void **state)
{
	struct nvsp_message m;

	(void)state;
	nvsp_build_ndis_config(&m, NVSP_VERSION_4, 1500, true);
	assert_int_equal(m.u.ndis_config.mtu, 1514);
	assert_int_equal(m.u.ndis_config.capabilities, 8);
	nvsp_build_ndis_config(&m, NVSP_VERSION_5, 9000, true);
	assert_int_equal(m.u.ndis_config.capabilities, 0x2C);
	nvsp_build_ndis_config(&m, NVSP_VERSION_6_1, 9000, false);
	assert_int_equal(m.u.ndis_config.capabilities, 0xA8);
	nvsp_build_ndis_version(&m, NVSP_VERSION_4);
	assert_int_equal(m.u.ndis_version.minor, 1);
	nvsp_build_ndis_version(&m, NVSP_VERSION_5);
	assert_int_equal(m.u.ndis_version.minor, 30);
}

static void recv_answer(struct nvsp_message *m, u32 size, u32 count)
{
	memset(m, 0, sizeof(*m));
	m->type = NVSP_MSG_RECV_BUF_COMPLETE;
	m->u.recv_buf_complete.status = NVSP_STATUS_SUCCESS;
	m->u.recv_buf_complete.sections = 1;
	m->u.recv_buf_complete.section[0].sub_alloc_size = size;
	m->u.recv_buf_complete.section[0].sub_allocs = count;
	m->u.recv_buf_complete.section[0].end_offset = size * count;
}

static void test_recv_buf(void **state)
{
	u32 size = 0, count = 0, len;
	struct nvsp_message m;

	(void)state;
	recv_answer(&m, 1728, 9709);
	assert_int_equal(nvsp_parse_recv_buf(&m, 28, 16 << 20, &size, &count), 0);
	assert_int_equal(size, 1728);
	assert_int_equal(count, 9709);
	for (len = 0; len < 28; len++)
		assert_int_equal(nvsp_parse_recv_buf(&m, len, 16 << 20, &size, &count), -EINVAL);
	/* one piece too many */
	recv_answer(&m, 4096, 4097);
	assert_int_equal(nvsp_parse_recv_buf(&m, 40, 16 << 20, &size, &count), -EINVAL);
	/* the product does not fit into 32 bits */
	recv_answer(&m, 0x10000, 0x10000);
	assert_int_equal(nvsp_parse_recv_buf(&m, 40, 16 << 20, &size, &count), -EINVAL);
	recv_answer(&m, 0, 10);
	assert_int_equal(nvsp_parse_recv_buf(&m, 40, 16 << 20, &size, &count), -EINVAL);
	recv_answer(&m, 1728, 0);
	assert_int_equal(nvsp_parse_recv_buf(&m, 40, 16 << 20, &size, &count), -EINVAL);
	recv_answer(&m, 1728, 10);
	m.u.recv_buf_complete.sections = 2;
	assert_int_equal(nvsp_parse_recv_buf(&m, 40, 16 << 20, &size, &count), -EINVAL);
	recv_answer(&m, 1728, 10);
	m.u.recv_buf_complete.section[0].offset = 4096;
	assert_int_equal(nvsp_parse_recv_buf(&m, 40, 16 << 20, &size, &count), -EINVAL);
	m.u.recv_buf_complete.status = NVSP_STATUS_FAIL;
	assert_int_equal(nvsp_parse_recv_buf(&m, 12, 16 << 20, &size, &count), -EIO);
	m.type = NVSP_MSG_SEND_BUF_COMPLETE;
	assert_int_equal(nvsp_parse_recv_buf(&m, 40, 16 << 20, &size, &count), -EINVAL);
}

static void test_send_buf(void **state)
{
	u32 size = 0, count = 0;
	struct nvsp_message m;

	(void)state;
	memset(&m, 0, sizeof(m));
	m.type = NVSP_MSG_SEND_BUF_COMPLETE;
	m.u.send_buf_complete.status = NVSP_STATUS_SUCCESS;
	m.u.send_buf_complete.section_size = 6144;
	assert_int_equal(nvsp_parse_send_buf(&m, 12, 1 << 20, &size, &count), 0);
	assert_int_equal(size, 6144);
	assert_int_equal(count, 170);
	m.u.send_buf_complete.section_size = 0;
	assert_int_equal(nvsp_parse_send_buf(&m, 12, 1 << 20, &size, &count), -EINVAL);
	m.u.send_buf_complete.section_size = (1 << 20) + 1;
	assert_int_equal(nvsp_parse_send_buf(&m, 12, 1 << 20, &size, &count), -EINVAL);
	assert_int_equal(nvsp_parse_send_buf(&m, 8, 1 << 20, &size, &count), -EINVAL);
	m.u.send_buf_complete.status = NVSP_STATUS_FAIL;
	assert_int_equal(nvsp_parse_send_buf(&m, 8, 1 << 20, &size, &count), -EIO);
}

static void test_subchannels(void **state)
{
	struct nvsp_message m;
	u32 count = 99;

	(void)state;
	memset(&m, 0, sizeof(m));
	m.type = NVSP_MSG_SUBCHANNEL;
	m.u.subchannel_complete.status = NVSP_STATUS_SUCCESS;
	m.u.subchannel_complete.count = 0xFFFFFFFF;
	assert_int_equal(nvsp_parse_subchannels(&m, 12, 7, &count), 0);
	assert_int_equal(count, 7);
	assert_int_equal(nvsp_parse_subchannels(&m, 11, 7, &count), -EINVAL);
	m.u.subchannel_complete.status = NVSP_STATUS_FAIL;
	assert_int_equal(nvsp_parse_subchannels(&m, 12, 7, &count), -EIO);
}

static void test_send_table(void **state)
{
	struct {
		struct nvsp_message m;
		u32 entry[NVSP_SEND_TABLE_ENTRIES];
	} __packed t;
	u16 table[NVSP_SEND_TABLE_ENTRIES];
	u32 i;

	(void)state;
	memset(&t, 0, sizeof(t));
	t.m.type = NVSP_MSG_SEND_TABLE;
	t.m.u.send_table.count = NVSP_SEND_TABLE_ENTRIES;
	t.m.u.send_table.offset = 40;
	for (i = 0; i < NVSP_SEND_TABLE_ENTRIES; i++)
		t.entry[i] = i == 3 ? 0xFFFFFFFF : i;
	assert_int_equal(nvsp_parse_send_table(&t, sizeof(t), NVSP_VERSION_6_1, 4, table), 0);
	for (i = 0; i < NVSP_SEND_TABLE_ENTRIES; i++)
		assert_int_equal(table[i], i == 3 ? 3 : i % 4);
	/* an old host's wrong offset is put right, a new one's is refused */
	t.m.u.send_table.offset = 12345;
	assert_int_equal(nvsp_parse_send_table(&t, sizeof(t), NVSP_VERSION_6, 4, table), 0);
	assert_int_equal(nvsp_parse_send_table(&t, sizeof(t), NVSP_VERSION_6_1, 4, table), -EINVAL);
	t.m.u.send_table.offset = 41;
	assert_int_equal(nvsp_parse_send_table(&t, sizeof(t), NVSP_VERSION_6_1, 4, table), -EINVAL);
	t.m.u.send_table.offset = 0xFFFFFFFC;
	assert_int_equal(nvsp_parse_send_table(&t, sizeof(t), NVSP_VERSION_6_1, 4, table), -EINVAL);
	t.m.u.send_table.offset = 4;
	assert_int_equal(nvsp_parse_send_table(&t, sizeof(t), NVSP_VERSION_6_1, 4, table), -EINVAL);
	t.m.u.send_table.offset = 40;
	t.m.u.send_table.count = 17;
	assert_int_equal(nvsp_parse_send_table(&t, sizeof(t), NVSP_VERSION_6_1, 4, table), -EINVAL);
	t.m.u.send_table.count = 16;
	assert_int_equal(nvsp_parse_send_table(&t, sizeof(t) - 1, NVSP_VERSION_6_1, 4, table), -EINVAL);
	assert_int_equal(nvsp_parse_send_table(&t, sizeof(t), NVSP_VERSION_6_1, 0, table), -EINVAL);
}

static void test_xfer(void **state)
{
	struct {
		struct nvsp_xfer_header h;
		struct nvsp_xfer_range r[3];
	} __packed x;
	const struct nvsp_xfer_range *ranges;
	struct nvsp_message m;

	(void)state;
	memset(&x, 0, sizeof(x));
	nvsp_build_rndis(&m, false, NVSP_NO_SECTION, 0);
	x.h.set_id = NVSP_RECV_BUF_ID;
	x.h.range_count = 3;
	assert_int_equal(nvsp_parse_xfer(&x, sizeof(x), &m, 16, &ranges), 3);
	assert_ptr_equal(ranges, x.r);
	assert_int_equal(nvsp_parse_xfer(&x, sizeof(x) - 1, &m, 16, &ranges), -EINVAL);
	assert_int_equal(nvsp_parse_xfer(&x, 7, &m, 16, &ranges), -EINVAL);
	assert_int_equal(nvsp_parse_xfer(&x, sizeof(x), &m, 3, &ranges), -EINVAL);
	x.h.range_count = 0;
	assert_int_equal(nvsp_parse_xfer(&x, sizeof(x), &m, 16, &ranges), -EINVAL);
	x.h.range_count = 0x20000001;
	assert_int_equal(nvsp_parse_xfer(&x, sizeof(x), &m, 16, &ranges), -EINVAL);
	x.h.range_count = 1;
	x.h.set_id = 1;
	assert_int_equal(nvsp_parse_xfer(&x, sizeof(x), &m, 16, &ranges), -EINVAL);
}

static void test_range(void **state)
{
	struct nvsp_xfer_range r = { 100, 0 };

	(void)state;
	assert_true(nvsp_range_valid(&r, 100));
	r.byte_offset = 1;
	assert_false(nvsp_range_valid(&r, 100));
	r.byte_offset = 0xFFFFFFFF;
	assert_false(nvsp_range_valid(&r, 100));
	r.byte_offset = 4;
	r.byte_count = 0xFFFFFFFC;
	assert_false(nvsp_range_valid(&r, 100));
	r.byte_count = 0;
	assert_false(nvsp_range_valid(&r, 100));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_layout),
		cmocka_unit_test(test_versions),
		cmocka_unit_test(test_config),
		cmocka_unit_test(test_recv_buf),
		cmocka_unit_test(test_send_buf),
		cmocka_unit_test(test_subchannels),
		cmocka_unit_test(test_send_table),
		cmocka_unit_test(test_xfer),
		cmocka_unit_test(test_range),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
