// SPDX-License-Identifier: GPL-2.0-only
/* RNDIS: frames taken apart and built, coalescing, settings, damaged messages. */
/* sources: src/netvsc/rndis.c src/netvsc/rndis_oid.c */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>
#include "netvsc/rndis.h"

static u8 buf[512] __aligned(8);

/* A frame of 60 bytes with every information. */
static u32 frame(void)
{
	struct rndis_info info = {
		.has = RNDIS_HAS_CSUM | RNDIS_HAS_VLAN | RNDIS_HAS_HASH,
		.csum = 0x00360005, .hash = 0x12345678, .vlan_tci = 0xB00A,
	};

	memset(buf, 0, sizeof(buf));
	return rndis_build_packet(buf, 60, &info);
}

static void test_round_trip(void **state)
{
	struct rndis_frame f;
	u32 head = frame();

	(void)state;
	assert_int_equal(head, 44 + 3 * 16);
	assert_int_equal(get_unaligned_le32(buf + 4), head + 60);
	assert_int_equal(get_unaligned_le32(buf + 8), 36 + 48);	/* data offset */
	assert_int_equal(get_unaligned_le32(buf + 28), 36);		/* ppi offset */
	assert_int_equal(rndis_parse_packet(buf, head, head + 60, &f), 0);
	assert_int_equal(f.offset, head);
	assert_int_equal(f.len, 60);
	assert_int_equal(f.info.has, RNDIS_HAS_CSUM | RNDIS_HAS_VLAN | RNDIS_HAS_HASH);
	assert_int_equal(f.info.csum, 0x00360005);
	assert_int_equal(f.info.hash, 0x12345678);
	assert_int_equal(f.info.vlan_tci, 0xB00A);
	/* the tag on the wire: priority 5, CFI 1, id 10 */
	assert_int_equal(get_unaligned_le32(buf + 44 + 16 + 12), 5 | 8 | 10 << 4);
}

static void test_lengths(void **state)
{
	struct rndis_frame f;
	u32 head, len;

	(void)state;
	head = frame();
	/* whatever the copy or the range lacks, nothing is found */
	for (len = 0; len < head; len++)
		assert_int_equal(rndis_parse_packet(buf, len, head + 60, &f), -EINVAL);
	for (len = head; len < head + 60; len++)
		assert_int_equal(rndis_parse_packet(buf, head, len, &f), -EINVAL);

	frame();
	put_unaligned_le32(0xFFFFFFFF, buf + 4);
	assert_int_equal(rndis_parse_packet(buf, head, head + 60, &f), -EINVAL);
	frame();
	put_unaligned_le32(0xFFFFFFF8, buf + 8);	/* data offset */
	assert_int_equal(rndis_parse_packet(buf, head, head + 60, &f), -EINVAL);
	frame();
	put_unaligned_le32(61, buf + 12);		/* data length */
	assert_int_equal(rndis_parse_packet(buf, head, head + 60, &f), -EINVAL);
	frame();
	put_unaligned_le32(0xFFFFFFFF, buf + 12);
	assert_int_equal(rndis_parse_packet(buf, head, head + 60, &f), -EINVAL);
	frame();
	put_unaligned_le32(49, buf + 32);		/* ppi length */
	assert_int_equal(rndis_parse_packet(buf, head, head + 60, &f), -EINVAL);
	frame();
	put_unaligned_le32(0xFFFFFFF0, buf + 28);	/* ppi offset */
	assert_int_equal(rndis_parse_packet(buf, head, head + 60, &f), -EINVAL);
}

static void test_bad_ppi(void **state)
{
	static const u32 sizes[] = { 0, 1, 11, 49, 0x80000000, 0xFFFFFFFF };
	struct rndis_frame f;
	u32 head, i;

	(void)state;
	head = frame();
	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		frame();
		put_unaligned_le32(sizes[i], buf + 44);
		assert_int_equal(rndis_parse_packet(buf, head, head + 60, &f), -EINVAL);
	}
	frame();
	put_unaligned_le32(17, buf + 44 + 8);		/* data behind the end */
	assert_int_equal(rndis_parse_packet(buf, head, head + 60, &f), -EINVAL);
	frame();
	put_unaligned_le32(14, buf + 44 + 8);		/* two bytes of data: ignored */
	assert_int_equal(rndis_parse_packet(buf, head, head + 60, &f), 0);
	assert_int_equal(f.info.has, RNDIS_HAS_CSUM | RNDIS_HAS_VLAN);
}

static void test_rsc(void **state)
{
	static struct rndis_rsc r;
	struct rndis_frame f = { .offset = 44, .len = 1000 };
	u32 i;

	(void)state;
	rndis_rsc_reset(&r);
	/* one frame of its own */
	assert_int_equal(rndis_rsc_add(&r, &f, 0), 1);
	assert_false(r.coalesced);
	assert_int_equal(r.piece[0].where, 44);
	/* three pieces */
	f.info.has = RNDIS_HAS_ID;
	f.info.id_flags = RNDIS_PKT_SUB_ALLOC | RNDIS_PKT_FIRST;
	assert_int_equal(rndis_rsc_add(&r, &f, 0), 0);
	f.info.id_flags = RNDIS_PKT_SUB_ALLOC;
	assert_int_equal(rndis_rsc_add(&r, &f, 4096), 0);
	f.info.id_flags = RNDIS_PKT_SUB_ALLOC | RNDIS_PKT_LAST;
	assert_int_equal(rndis_rsc_add(&r, &f, 8192), 1);
	assert_int_equal(r.count, 3);
	assert_int_equal(r.len, 3000);
	assert_true(r.coalesced);
	/* a piece without a beginning */
	rndis_rsc_reset(&r);
	assert_int_equal(rndis_rsc_add(&r, &f, 0), -EINVAL);
	assert_int_equal(r.count, 0);
	/* larger than any frame */
	f.info.id_flags = RNDIS_PKT_SUB_ALLOC | RNDIS_PKT_FIRST;
	assert_int_equal(rndis_rsc_add(&r, &f, 0), 0);
	f.info.id_flags = RNDIS_PKT_SUB_ALLOC;
	for (i = 1; i < 65; i++)
		assert_int_equal(rndis_rsc_add(&r, &f, 0), 0);
	assert_int_equal(rndis_rsc_add(&r, &f, 0), -EINVAL);
	assert_int_equal(r.count, 0);
	/* more pieces than there can be */
	f.len = 1;
	f.info.id_flags = RNDIS_PKT_SUB_ALLOC | RNDIS_PKT_FIRST;
	assert_int_equal(rndis_rsc_add(&r, &f, 0), 0);
	f.info.id_flags = RNDIS_PKT_SUB_ALLOC;
	for (i = 1; i < NVSP_MAX_RANGES_RSC; i++)
		assert_int_equal(rndis_rsc_add(&r, &f, 0), 0);
	assert_int_equal(rndis_rsc_add(&r, &f, 0), -EINVAL);
	f.len = 0xFFFFFFFF;
	f.info.has = 0;
	assert_int_equal(rndis_rsc_add(&r, &f, 0), -EINVAL);
}

static void test_query(void **state)
{
	struct rndis_query_complete *q = (void *)(buf + 8);
	u8 info[8];
	u32 got;

	(void)state;
	memset(buf, 0xAA, sizeof(buf));
	put_unaligned_le32(RNDIS_MSG_QUERY | RNDIS_MSG_COMPLETE, buf);
	put_unaligned_le32(30, buf + 4);
	q->req_id = 7;
	q->status = 0;
	q->info_len = 6;
	q->info_offset = 16;
	assert_int_equal(rndis_parse_query(buf, 30, info, sizeof(info), &got), 0);
	assert_int_equal(got, 6);
	assert_int_equal(info[5], 0xAA);
	assert_int_equal(info[6], 0);
	assert_int_equal(rndis_parse_query(buf, 30, info, 4, &got), 0);
	assert_int_equal(got, 4);
	assert_int_equal(rndis_parse_query(buf, 29, info, sizeof(info), &got), -EINVAL);
	q->info_len = 7;
	assert_int_equal(rndis_parse_query(buf, 30, info, sizeof(info), &got), -EINVAL);
	q->info_len = 6;
	q->info_offset = 15;
	assert_int_equal(rndis_parse_query(buf, 30, info, sizeof(info), &got), -EINVAL);
	q->info_offset = 0xFFFFFFFC;
	assert_int_equal(rndis_parse_query(buf, 30, info, sizeof(info), &got), -EINVAL);
	q->status = RNDIS_STATUS_NOT_SUPPORTED;
	assert_int_equal(rndis_parse_query(buf, 30, info, sizeof(info), &got), -EIO);
}

static void test_init(void **state)
{
	struct rndis_init_complete *c = (void *)(buf + 8);
	struct rndis_limits l;

	(void)state;
	memset(buf, 0, sizeof(buf));
	put_unaligned_le32(RNDIS_MSG_INIT | RNDIS_MSG_COMPLETE, buf);
	put_unaligned_le32(52, buf + 4);
	c->max_packets = 8;
	c->max_transfer = 0x4000;
	c->alignment_shift = 3;
	assert_int_equal(rndis_parse_init(buf, 52, &l), 0);
	assert_int_equal(l.max_packets, 8);
	assert_int_equal(l.align, 8);
	c->max_packets = 0xFFFFFFFF;
	c->alignment_shift = 31;
	assert_int_equal(rndis_parse_init(buf, 52, &l), 0);
	assert_int_equal(l.max_packets, 1);
	assert_int_equal(l.align, 1);
	assert_int_equal(rndis_parse_init(buf, 51, &l), -EINVAL);
	c->medium = 1;
	assert_int_equal(rndis_parse_init(buf, 52, &l), -EINVAL);
	c->status = 0xC0000001;
	assert_int_equal(rndis_parse_init(buf, 52, &l), -EIO);
}

static void test_offloads(void **state)
{
	struct ndis_offload_params p;
	struct ndis_offload_caps c;
	struct rndis_offloads o;

	(void)state;
	memset(&c, 0, sizeof(c));
	c.header.type = NDIS_TYPE_OFFLOAD_CAPS;
	c.header.size = 156;
	c.csum.v4_tx = 0x154;
	c.csum.v6_tx = 0x55;
	c.lso2.v4_encap = 2;
	c.lso2.v4_max = 65535;
	c.lso2.v6_encap = 2;
	c.lso2.v6_max = 61440;
	c.lso2.v6_opts = 5;
	c.rsc_v4 = 1;
	assert_int_equal(rndis_parse_offload_caps(&c, 156, NVSP_VERSION_6_1, &o), 0);
	assert_int_equal(o.can, 0x7F);
	assert_int_equal(o.lso_max, 61440);
	assert_int_equal(rndis_parse_offload_caps(&c, 156, NVSP_VERSION_4, &o), 0);
	assert_int_equal(o.can, RNDIS_OFF_TCP4 | RNDIS_OFF_TCP6 | RNDIS_OFF_LSO4 | RNDIS_OFF_LSO6);
	assert_int_equal(rndis_build_offload_params(&p, NVSP_VERSION_4, &o, true), 22);
	assert_int_equal(p.udp4_csum, 0);
	assert_int_equal(p.tcp4_csum, 4);
	assert_int_equal(p.rsc_v4, 0);
	c.lso2.v6_opts = 4;
	c.csum.v4_tx = 0x10;
	assert_int_equal(rndis_parse_offload_caps(&c, 156, NVSP_VERSION_6_1, &o), 0);
	assert_int_equal(o.can, RNDIS_OFF_TCP6 | RNDIS_OFF_UDP6 | RNDIS_OFF_RSC4);
	assert_int_equal(o.lso_max, 0);
	assert_int_equal(rndis_build_offload_params(&p, NVSP_VERSION_6_1, &o, false), 28);
	assert_int_equal(p.rsc_v4, NDIS_RSC_OFF);
	assert_int_equal(rndis_parse_offload_caps(&c, 155, NVSP_VERSION_6_1, &o), -EINVAL);
	c.header.size = 111;
	assert_int_equal(rndis_parse_offload_caps(&c, 156, NVSP_VERSION_6_1, &o), -EINVAL);
	assert_int_equal(offsetof(struct ndis_offload_params, rsc_v4), 22);
	assert_int_equal(offsetof(struct ndis_offload_caps, rsc_v4), 144);
}

static void test_rss(void **state)
{
	u16 table[4] = { 0, 1, 2, 3 };
	u8 key[NDIS_RSS_KEY_LEN];
	struct ndis_rss_caps c;
	u32 queues, entries;

	(void)state;
	memset(&c, 0, sizeof(c));
	c.header.type = NDIS_TYPE_RSS_CAPS;
	c.queues = 8;
	c.indir_entries = 1024;
	assert_int_equal(rndis_parse_rss_caps(&c, 18, &queues, &entries), 0);
	assert_int_equal(queues, 8);
	assert_int_equal(entries, 256);
	assert_int_equal(rndis_parse_rss_caps(&c, 16, &queues, &entries), 0);
	assert_int_equal(entries, 128);
	assert_int_equal(rndis_parse_rss_caps(&c, 15, &queues, &entries), -EINVAL);
	c.queues = 0;
	assert_int_equal(rndis_parse_rss_caps(&c, 18, &queues, &entries), -EINVAL);

	memset(key, 0x5A, sizeof(key));
	assert_int_equal(rndis_build_rss_params(buf, sizeof(buf), table, 4, key, false), 40 + 16 + 40);
	assert_int_equal(get_unaligned_le32(buf + 16), 40);
	assert_int_equal(get_unaligned_le32(buf + 24), 56);
	assert_int_equal(get_unaligned_le32(buf + 40 + 12), 3);
	assert_int_equal(buf[56], 0x5A);
	assert_int_equal(rndis_build_rss_params(buf, 95, table, 4, key, false), 0);
	assert_int_equal(rndis_build_rss_params(buf, sizeof(buf), table, 0, key, false), 0);
}

static void test_mac(void **state)
{
	static const u8 mac[6] = { 0x00, 0x15, 0x5D, 0xAB, 0xCD, 0xEF };
	static const char want[] = "00155DABCDEF";
	u32 i;

	(void)state;
	assert_int_equal(rndis_build_mac(buf, sizeof(buf), mac), 20 + 28 + 24);
	assert_int_equal(buf[20], 'N');
	for (i = 0; i < 12; i++) {
		assert_int_equal(buf[48 + 2 * i], want[i]);
		assert_int_equal(buf[49 + 2 * i], 0);
	}
	assert_int_equal(rndis_build_mac(buf, 71, mac), 0);
}

static void test_requests(void **state)
{
	u32 id;

	(void)state;
	assert_int_equal(rndis_build_init(buf, sizeof(buf), 3), 24);
	assert_int_equal(rndis_parse_req_id(buf, 24, &id), 0);
	assert_int_equal(id, 3);
	assert_int_equal(rndis_parse_req_id(buf, 23, &id), -EINVAL);
	assert_int_equal(rndis_build_query(buf, sizeof(buf), 4, OID_LINK_SPEED, NULL, 0), 28);
	assert_int_equal(get_unaligned_le32(buf + 20), 20);
	assert_int_equal(rndis_build_set(buf, sizeof(buf), 5, OID_PACKET_FILTER, "abcd", 4), 32);
	assert_int_equal(rndis_build_set(buf, 31, 5, OID_PACKET_FILTER, "abcd", 4), 0);
	assert_int_equal(rndis_build_set(buf, 31, 5, OID_PACKET_FILTER, "abcd", 0xFFFFFFF0), 0);
	assert_int_equal(rndis_filter(true, true), 0x20);
	assert_int_equal(rndis_filter(false, true), 13);
	assert_int_equal(rndis_filter(false, false), 9);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_lengths),
		cmocka_unit_test(test_bad_ppi),
		cmocka_unit_test(test_rsc),
		cmocka_unit_test(test_query),
		cmocka_unit_test(test_init),
		cmocka_unit_test(test_offloads),
		cmocka_unit_test(test_rss),
		cmocka_unit_test(test_mac),
		cmocka_unit_test(test_requests),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
