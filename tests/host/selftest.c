// SPDX-License-Identifier: GPL-2.0-only
/*
 * Self-test of the VMBus side of the stand-in host against a toy guest.  Also
 * covers what no guest of the matrix does: the oldest protocols and every rule
 * of the checker.
 */
#include "selftest.h"

/* What a service thread does soon; a loaded machine may take its time. */
#define EVENTUALLY(cond) do { \
	unsigned int left_ = 8000; \
	while (!(cond) && left_--) \
		usleep(500); \
	assert(left_ + 1); \
} while (0)

/* ---- storage on the toy guest ---- */

static u32 vst_size;

static u32 vst_op(struct gchan *g, struct vst_packet *v, u64 id)
{
	inband(g, id, PKT_FLAG_COMPLETE, v, vst_size);
	assert(receive(g, (u8 *)v, sizeof(*v)) == vst_size);
	assert(g->desc.type == PKT_COMPLETION && g->desc.trans_id == id && v->operation == VST_COMPLETE);
	return v->status;
}

static unsigned int vst_start(struct gchan *g)
{
	static const u16 versions[] = { 0x602, 0x600, 0x501, 0x402, 0x200 };
	struct vst_packet v = { .operation = VST_BEGIN_INIT };
	unsigned int i;

	vst_size = VST_OLD_SIZE;
	assert(vst_op(g, &v, 1) == 0);
	for (i = 0; i < 5; i++) {
		memset(&v, 0, sizeof(v));
		v.operation = VST_QUERY_VERSION;
		v.ver.version = versions[i];
		if (!vst_op(g, &v, 2))
			break;
	}
	assert(i < 5);
	if (versions[i] >= 0x501)
		vst_size = sizeof(v);
	memset(&v, 0, sizeof(v));
	v.operation = VST_QUERY_PROPERTIES;
	assert(vst_op(g, &v, 3) == 0 && v.props.max_transfer);
	memset(&v, 0, sizeof(v));
	v.operation = VST_END_INIT;
	assert(vst_op(g, &v, 4) == 0);
	return versions[i];
}

static void srb(struct gchan *g, struct vst_packet *v, const u8 *cdb, u8 cdb_len, u8 lun, u32 len, bool in)
{
	u8 rest[8 + 8 + 64 * 8 + 64] = { 0 };
	u32 one = 1, zero = 0, n = (len + HV_PAGE - 1) / HV_PAGE, i;
	struct pkt_desc d = { PKT_GPA_DIRECT, 0, 0, PKT_FLAG_COMPLETE, 1000 };
	u64 pfn;

	memset(v, 0, sizeof(*v));
	v->operation = VST_EXECUTE_SRB;
	v->flags = 1;
	v->srb.length = vst_size == VST_OLD_SIZE ? 36 : 52;
	v->srb.lun = lun;
	v->srb.cdb_length = cdb_len;
	v->srb.sense_length = 18;
	v->srb.data_in = in;
	v->srb.data_length = len;
	memcpy(v->srb.cdb, cdb, cdb_len);
	if (!len) {
		inband(g, 1000, PKT_FLAG_COMPLETE, v, vst_size);
	} else {
		d.off8 = (16 + 8 + 8 + 8 * n) / 8;
		d.len8 = d.off8 + vst_size / 8;
		memcpy(rest + 4, &one, 4);
		memcpy(rest + 8, &len, 4);
		memcpy(rest + 12, &zero, 4);
		for (i = 0; i < n; i++) {
			pfn = P_DATA + 2 * i;	/* scattered: every other page */
			memcpy(rest + 16 + 8 * i, &pfn, 8);
		}
		memcpy(rest + 16 + 8 * n, v, vst_size);
		guest_send(g, &d, rest, 16 + 8 * n + vst_size);
	}
	assert(receive(g, (u8 *)v, sizeof(*v)) == vst_size);
	assert(g->desc.type == PKT_COMPLETION && g->desc.trans_id == 1000);
}

static u8 *page(u32 i)
{
	return ram + (P_DATA + 2 * i) * HV_PAGE;
}

static void disk_round_trip(struct gchan *g)
{
	static const u8 write8[10] = { 0x2a, 0, 0, 0, 0, 16, 0, 0, 8, 0 }, read8[10] = { 0x28, 0, 0, 0, 0, 16, 0, 0, 8, 0 };
	static const u8 far[10] = { 0x28, 0, 0x7f, 0, 0, 0, 0, 0, 8, 0 };
	struct vst_packet v;
	u8 want[HV_PAGE];
	u32 i;

	for (i = 0; i < HV_PAGE; i++)
		want[i] = page(0)[i] = i * 7 + 3;
	srb(g, &v, write8, 10, 0, HV_PAGE, false);
	assert(v.srb.srb_status == SRB_SUCCESS && v.srb.scsi_status == 0 && v.srb.data_length == HV_PAGE);
	memset(page(0), 0, HV_PAGE);
	srb(g, &v, read8, 10, 0, HV_PAGE, true);
	assert(v.srb.srb_status == SRB_SUCCESS && !memcmp(page(0), want, HV_PAGE));
	srb(g, &v, far, 10, 0, HV_PAGE, true);
	assert(v.srb.srb_status == (SRB_ERROR | SRB_SENSE_VALID) && v.srb.scsi_status == SCSI_CHECK);
	assert(v.srb.sense[2] == KEY_ILLEGAL && v.srb.sense[12] == 0x21);
}

/* ---- tests ---- */

static void test_ring(void)
{
	u8 *mem = calloc(4, HV_PAGE), *pages[4], *buf = NULL, payload[64], big[4096];
	struct ring w = { .page = pages, .size = 3 * HV_PAGE }, r = w;
	u32 cap = 0, len, i, n;
	bool sig;
	const char *why = NULL;

	for (i = 0; i < 4; i++)
		pages[i] = mem + i * HV_PAGE;
	/* many rounds so that packets wrap at every offset */
	for (i = 0; i < 3000; i++) {
		struct pkt_desc d = { PKT_INBAND, 2, 2 + i % 7, 0, i };

		memset(payload, i, sizeof(payload));
		memcpy(big, &d, 16);
		memcpy(big + 16, payload, 8 * (i % 7));
		assert(!ring_write_packet(&w, big, d.len8 * 8, true, &sig) && sig);
		assert(ring_read_packet(&r, &buf, &cap, &len, &sig, &why) == RING_PACKET && !why);
		assert(len == d.len8 * 8u && !memcmp(buf, big, len) && !sig);
		assert(ring_read_packet(&r, &buf, &cap, &len, &sig, &why) == RING_EMPTY);
	}
	/* fill up: never completely */
	for (n = 0; ; n++) {
		struct pkt_desc d = { PKT_INBAND, 2, 8, 0, n };

		memcpy(big, &d, 16);
		if (ring_write_packet(&w, big, 64, true, &sig))
			break;
		assert(sig == (n == 0));	/* only the first finds it empty */
	}
	assert(ring_free(w.size, w.own, r.own) <= 72 && w.own != r.own);
	ring_set(&w, RING_MASK, 1);
	/* a blocked writer is told once, when the threshold is crossed */
	ring_set(&w, RING_FEATURES, 1);
	ring_set(&w, RING_PENDING, 200);
	for (i = 0, n = 0; ring_read_packet(&r, &buf, &cap, &len, &sig, &why) == RING_PACKET; i++)
		n += sig;
	assert(n == 1);
	ring_set(&w, RING_WRITE, 5 * HV_PAGE);
	assert(ring_read_packet(&r, &buf, &cap, &len, &sig, &why) == RING_BAD && !strcmp(why, "ring_index"));
	free(buf);
	free(mem);
	printf("ok - rings\n");
}

static void test_versions(void)
{
	static const u32 all[] = { VER_WS2008, VER_WIN7, VER_WIN8, VER_WIN81, VER_WIN10, VER_RS3, VER_RS4,
				   VER(5, 1), VER_RS5, VER_FE, VER_CU };
	unsigned int i, k;

	for (i = 0; i < 11; i++) {
		struct m_header unload = { M_UNLOAD, 0 };

		vm.prof.max_version = all[i];
		for (k = 10; k > i; k--)
			assert(!contact(all[k]));
		assert(contact(all[i]));
		/* a newer contact takes the place of the old one */
		assert(contact(all[i]));
		if (all[i] >= VER_WIN81) {
			assert(post(&unload, sizeof(unload)) == HS_OK);
			expect(M_UNLOAD_RESPONSE, 8);
		} else {
			pthread_mutex_lock(&vm.lock);
			vmbus_reset();
			pthread_mutex_unlock(&vm.lock);
		}
	}
	vm.prof.max_version = VER_FE;
	assert(!contact(VER(7, 1)));
	all_clean("versions");
	printf("ok - versions 0.13 to 6.0, ceiling kept\n");
}

static void test_storage(u32 version, unsigned int vstor)
{
	struct m_offer offers[8];
	unsigned int n, i;
	struct gchan g;

	vm.prof.max_version = version;
	assert(contact(version));
	n = request_offers(offers, 8);
	assert(n == 3);
	for (i = 0; i < n && offers[i].type.b[0] != 0xd9; i++)
		;
	assert(i < n && offers[i].dedicated == (version != VER_WS2008));
	memset(events, 0, sizeof(events));
	guest_open(&g, &offers[i], version);
	assert(vst_start(&g) == vstor);
	disk_round_trip(&g);
	if (version < VER_WIN8) {
		assert(events[0] && !events[g.offer.relid]);
		assert(ram[P_INT * HV_PAGE + g.offer.relid / 8] & 1 << g.offer.relid % 8);
	} else {
		assert(!events[0] && events[g.offer.relid]);
	}
	guest_close(&g);
	all_clean("storage");
	pthread_mutex_lock(&vm.lock);
	vmbus_reset();
	pthread_mutex_unlock(&vm.lock);
	printf("ok - storage on %u.%u, vstor %u.%u\n", version >> 16, version & 0xffff, vstor >> 8, vstor & 0xff);
}

static void test_scsi(void)
{
	static const u8 inq[6] = { 0x12, 0, 0, 0, 36, 0 }, vpd80[6] = { 0x12, 1, 0x80, 0, 64, 0 };
	static const u8 vpdb0[6] = { 0x12, 1, 0xb0, 0, 64, 0 }, luns[12] = { 0xa0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0 };
	static const u8 cap10[10] = { 0x25 }, cap16[16] = { 0x9e, 0x10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 32, 0, 0 };
	static const u8 ms6[6] = { 0x1a, 0, 0x3f, 0, 192, 0 }, ms10[10] = { 0x5a, 8, 8, 0, 0, 0, 0, 0, 64, 0 };
	static const u8 unmap[10] = { 0x42, 0, 0, 0, 0, 0, 0, 0, 24, 0 }, tur[6] = { 0 }, odd[6] = { 0x04 };
	static const u8 rd[10] = { 0x28, 0, 0, 0, 0, 16, 0, 0, 8, 0 }, sync10[10] = { 0x35 };
	static const u8 same[16] = { 0x93, 0, 0, 0, 0, 0, 0, 0, 0, 16, 0, 0, 0, 8, 0, 0 };
	static const u8 rd6[6] = { 0x08, 0, 0, 16, 8, 0 };
	struct m_offer offers[8];
	struct vst_packet v;
	struct gchan g;
	unsigned int i;

	vm.prof.max_version = VER_FE;
	assert(contact(VER_FE));
	assert(request_offers(offers, 8) == 3);
	for (i = 0; offers[i].type.b[0] != 0xd9; i++)
		;
	guest_open(&g, &offers[i], VER_FE);
	assert(vst_start(&g) == 0x602);
	srb(&g, &v, inq, 6, 0, 36, true);
	assert(v.srb.srb_status == 1 && page(0)[0] == 0 && !memcmp(page(0) + 8, "Msft    Virtual Disk", 20));
	srb(&g, &v, inq, 6, 9, 36, true);
	assert(v.srb.srb_status == 1 && page(0)[0] == 0x7f);	/* absent, in words that cannot be missed */
	srb(&g, &v, tur, 6, 9, 0, true);
	assert(v.srb.srb_status == SRB_INVALID_LUN);
	srb(&g, &v, vpd80, 6, 0, 64, true);
	assert(page(0)[1] == 0x80 && v.srb.data_length == 4u + page(0)[3]);
	srb(&g, &v, vpdb0, 6, 0, 64, true);
	assert(page(0)[1] == 0xb0 && page(0)[3] == 0x3c && v.srb.data_length == 64);
	srb(&g, &v, luns, 12, 0, 256, true);
	assert(page(0)[3] == 16 && page(0)[9] == 0 && page(0)[17] == 1);
	srb(&g, &v, cap10, 10, 0, 8, true);
	assert(page(0)[2] == 0x1f && page(0)[3] == 0xff && page(0)[6] == 2);
	srb(&g, &v, cap16, 16, 1, 32, true);
	assert(page(0)[6] == 0x3f && page(0)[7] == 0xff && page(0)[14] == 0xc0);
	srb(&g, &v, ms6, 6, 0, 192, true);
	assert(v.srb.srb_status == 1 && page(0)[3] == 8 && page(0)[12] == 8 && page(0)[0] + 1u == v.srb.data_length);
	srb(&g, &v, ms10, 10, 0, 64, true);
	assert(page(0)[7] == 0 && page(0)[8] == 8 && page(0)[10] == 4);
	srb(&g, &v, sync10, 10, 0, 0, true);
	assert(v.srb.srb_status == 1);
	srb(&g, &v, odd, 6, 0, 0, true);
	assert(v.srb.srb_status == 0x84 && v.srb.sense[2] == KEY_ILLEGAL && v.srb.sense[12] == 0x20);
	/* write, unmap, read zeros */
	disk_round_trip(&g);
	srb(&g, &v, rd6, 6, 0, HV_PAGE, true);
	assert(v.srb.srb_status == 1 && page(0)[1] == 10);
	memset(page(0), 0, 64);
	page(0)[1] = 22;
	page(0)[3] = 16;
	page(0)[15] = 16;
	page(0)[19] = 8;
	srb(&g, &v, unmap, 10, 0, 24, false);
	assert(v.srb.srb_status == 1);
	srb(&g, &v, rd, 10, 0, HV_PAGE, true);
	assert(page(0)[0] == 0 && page(0)[100] == 0 && page(0)[4095] == 0);
	memset(page(0), 0x5a, 512);
	srb(&g, &v, same, 16, 0, 512, false);
	assert(v.srb.srb_status == 1);
	srb(&g, &v, rd, 10, 0, HV_PAGE, true);
	assert(page(0)[0] == 0x5a && page(0)[4095] == 0x5a);
	all_clean("scsi");

	/* resize: one unit attention, then the new size */
	assert(!hv("dev scsi0 resize 0 8M"));
	srb(&g, &v, tur, 6, 0, 0, true);
	assert(v.srb.srb_status == 0x84 && v.srb.sense[2] == 6 && v.srb.sense[12] == 0x2a && v.srb.sense[13] == 9);
	srb(&g, &v, cap10, 10, 0, 8, true);
	assert(page(0)[2] == 0x3f && page(0)[3] == 0xff);
	/* ordered failures */
	assert(!hv("dev scsi0 fail 1 0x84 2 3 0x11 0"));
	srb(&g, &v, rd, 10, 0, HV_PAGE, true);
	assert(v.srb.srb_status == 0x84 && v.srb.sense[2] == 3 && v.srb.sense[12] == 0x11);
	srb(&g, &v, rd, 10, 0, HV_PAGE, true);
	assert(v.srb.srb_status == 1);
	assert(!hv("dev scsi0 failop 0x12 1 0x20"));
	srb(&g, &v, inq, 6, 0, 36, true);
	assert(v.srb.srb_status == SRB_INVALID_LUN);
	/* hot add and remove tell the guest */
	assert(!hv("dev scsi0 addlun 5 disk=ram:1M"));
	assert(receive(&g, (u8 *)&v, sizeof(v)) == sizeof(v) && v.operation == VST_ENUMERATE_BUS && !g.desc.trans_id);
	srb(&g, &v, inq, 6, 5, 36, true);
	assert(page(0)[0] == 0);
	assert(hv("dev scsi0 addlun 5 disk=ram:1M") && hv("dev scsi0 rmlun 7"));
	assert(!hv("dev scsi0 rmlun 5"));
	assert(receive(&g, (u8 *)&v, sizeof(v)) == sizeof(v) && v.operation == VST_ENUMERATE_BUS);
	srb(&g, &v, tur, 6, 5, 0, true);
	assert(v.srb.srb_status == SRB_INVALID_LUN);
	assert(!hv("dev scsi0 resize 0 4M") && !hv("dev scsi0 checksum 0") && strstr(answer_text, "fnv64"));
	all_clean("scsi commands");
	/* a hypercall with a command longer than its buffer */
	srb(&g, &v, rd, 10, 0, 512, true);
	assert(v.srb.srb_status == 0x84 && broken("scsi_length") == 0);	/* unit attention of the resize comes first */
	srb(&g, &v, rd, 10, 0, 512, true);
	assert(v.srb.srb_status == 0x84 && broken("scsi_length") == 1);
	guest_close(&g);
	all_clean("scsi end");
	pthread_mutex_lock(&vm.lock);
	vmbus_reset();
	pthread_mutex_unlock(&vm.lock);
	printf("ok - scsi commands\n");
}

static void test_backlog(void)
{
	struct m_offer offers[8];
	struct vst_packet v;
	struct gchan g;
	unsigned int i, n = 0, before;
	u8 buf[256];

	vm.prof.max_version = VER_FE;
	assert(contact(VER_FE));
	assert(request_offers(offers, 8) == 3);
	for (i = 0; offers[i].type.b[0] != 0xd9; i++)
		;
	guest_open(&g, &offers[i], VER_FE);
	vst_start(&g);
	(void)v;
	assert(!hv("packet scsi0 6 0 00112233445566778899aabbccddeeff count=1000"));
	assert(*down(&g, RING_PENDING) == 40);
	before = events[g.offer.relid];
	while (n < 1000) {
		u32 after, pending;

		assert(receive(&g, buf, sizeof(buf)) == 16 && buf[1] == 0x11);
		n++;
		__atomic_thread_fence(__ATOMIC_SEQ_CST);
		pending = *down(&g, RING_PENDING);
		after = ring_free(DATA_BYTES, *down(&g, RING_WRITE), g.down_read);
		if (pending && after - 40 <= pending && after > pending)
			kick(&g);
	}
	assert(*down(&g, RING_PENDING) == 0 && before);
	guest_close(&g);
	all_clean("backlog");
	pthread_mutex_lock(&vm.lock);
	vmbus_reset();
	pthread_mutex_unlock(&vm.lock);
	printf("ok - back log: 1000 packets through a full ring\n");
}

static void ic_answer(struct gchan *g, u8 *buf, u32 len)
{
	struct ic_head h;

	memcpy(&h, buf + 8, sizeof(h));
	h.flags = IC_TRANSACTION | IC_RESPONSE;
	memcpy(buf + 8, &h, sizeof(h));
	inband(g, g->desc.trans_id, 0, buf, len);
}

static void test_heartbeat(void)
{
	struct m_offer offers[8];
	struct ic_head h;
	struct gchan g;
	unsigned int i, nf, k;
	u8 buf[512];
	u16 w[8] = { 1, 1, 0, 0, 3, 0, 3, 0 };
	u64 seq;
	u32 len;

	vm.prof.max_version = VER_WIN10;
	assert(contact(VER_WIN10));
	assert(request_offers(offers, 8) == 3);
	for (i = 0; offers[i].type.b[0] != 0x39; i++)
		;
	assert(*(u32 *)offers[i].user_defined == PIPE_MODE_MESSAGE);
	guest_open(&g, &offers[i], VER_WIN10);
	for (k = 0; k < 2; k++) {
		/* the first time the guest refuses, as drivers do whose open is not finished */
		for (len = 0; *down(&g, RING_WRITE) == g.down_read && len < 4000; len++) {
			usleep(1000);
			vmbus_tick();
		}
		len = receive(&g, buf, sizeof(buf));
		memcpy(&h, buf + 8, sizeof(h));
		nf = buf[28];
		assert(h.type == IC_NEGOTIATE && h.flags == 3 && nf == 2 && buf[30] == 2);
		if (k) {
			memcpy(buf + 28, w, sizeof(w));
		} else {
			memset(buf + 28, 0, 16);
		}
		ic_answer(&g, buf, len);
	}
	EVENTUALLY(!hv("dev heartbeat status") && strstr(answer_text, "agreed framework 3.0 version 3.0"));
	vmbus_tick();
	len = receive(&g, buf, sizeof(buf));
	memcpy(&seq, buf + 28, 8);
	seq++;
	memcpy(buf + 28, &seq, 8);
	ic_answer(&g, buf, len);
	EVENTUALLY(!hv("dev heartbeat count") && strstr(answer_text, "replies 1 "));
	all_clean("heartbeat");
	assert(!hv("dev heartbeat period 1"));
	vmbus_tick();
	len = receive(&g, buf, sizeof(buf));
	ic_answer(&g, buf, len);	/* sequence not advanced */
	EVENTUALLY(broken("heartbeat") == 1);
	guest_close(&g);
	pthread_mutex_lock(&vm.lock);
	vmbus_reset();
	pthread_mutex_unlock(&vm.lock);
	all_clean("heartbeat end");
	printf("ok - heartbeat, negotiation refused and repeated\n");
}

static void test_checker(void)
{
	struct m_offer offers[8];
	struct m_relid rel = { .h = { M_RELID_RELEASED, 0 } };
	struct m_gpadl_teardown t = { .h = { M_GPADL_TEARDOWN, 0 } };
	struct m_relid close = { .h = { M_CLOSE, 0 } };
	struct pkt_desc bad = { PKT_INBAND, 1, 4, 0, 1 };
	struct m_header unknown = { M_OFFER, 0 };
	struct gchan g;
	unsigned int i, base;
	u8 zeros[64] = { 0 };
	u32 relid;

	vm.prof.max_version = VER_FE;
	assert(contact(VER_FE));
	assert(request_offers(offers, 8) == 3);
	for (i = 0; offers[i].type.b[0] != 0xd9; i++)
		;
	close.relid = t.relid = rel.relid = relid = offers[i].relid;
	assert(post(&close, 12) == HS_OK && broken("close_without_open") == 1);
	assert(post(&rel, 11) == HS_OK && broken("msg_short") == 1);
	assert(post(&unknown, 8) == HS_OK && broken("msg_unknown") == 1);
	conn = CONN_MSG_OLD;
	assert(post(&unknown, 8) == HS_OK && broken("msg_unknown") == 1);
	close.relid = 999;
	assert(post(&close, 12) == HS_OK && broken("relid_unknown") == 1 && broken("wrong_connection") == 1);
	conn = 99;
	assert(post(&close, 12) == HS_BAD_CONNECTION);
	conn = CONN_MSG_NEW;
	guest_open(&g, &offers[i], VER_FE);
	assert(open_status(&g) != 0 && broken("open_twice") == 1);
	/* a signal without a packet uses up the one that was due; the next one is needless */
	kick(&g);
	usleep(20000);
	kick(&g);
	assert(broken("needless_signal") == 1);
	/* a packet that begins inside its own descriptor: the ring is given up */
	usleep(20000);
	guest_send(&g, &bad, zeros, 16);
	EVENTUALLY(broken("packet_offsets") == 1);
	broken("needless_signal");
	t.gpadl = g.gpadl;
	base = nmsgs;
	assert(post(&t, sizeof(t)) == HS_OK && broken("gpadl_teardown_open") == 1 && nmsgs == base);
	close.relid = relid;
	assert(post(&close, 12) == HS_OK);
	expect(M_GPADL_TORNDOWN, 12);
	assert(post(&t, sizeof(t)) == HS_OK && broken("gpadl_unknown") == 1);
	/* open with a gpadl that does not exist */
	assert(open_status(&g) != 0 && broken("open_gpadl") == 1);
	assert(!hv("rescind scsi0") && hv("rescind scsi0"));
	expect(M_RESCIND, 12);
	assert(!hv("offer scsi0"));
	assert(nmsgs == next_msg);	/* not before the old id comes back */
	assert(post(&rel, sizeof(rel)) == HS_OK);
	assert(((struct m_offer *)expect(M_OFFER, 196))->relid == relid);
	assert(post(&rel, sizeof(rel)) == HS_OK && broken("released_unrescinded") == 1);
	assert(post(&rel, sizeof(rel)) == HS_OK && broken("relid_after_release") == 1);
	assert(signal_host(CONN_CHANNEL_BASE + 77) == HS_BAD_CONNECTION && broken("signal_unknown") == 1);
	while (next_msg < nmsgs)
		next_msg++;
	all_clean("checker");
	/* message faults */
	assert(!hv("msg drop VERSION_RESPONSE 1"));
	base = nmsgs;
	{
		struct m_contact m = { .h = { M_CONTACT, 0 }, .version = VER_FE, .sint = 2 };

		assert(post(&m, sizeof(m)) == HS_OK && nmsgs == base);
		assert(!hv("msg corrupt VERSION_RESPONSE 1 8 00"));
		assert(post(&m, sizeof(m)) == HS_OK && nmsgs == base + 1 && !msgs[base][8]);
		assert(!hv("msg short VERSION_RESPONSE 1 9") && !hv("msg dup VERSION_RESPONSE 1"));
		assert(post(&m, sizeof(m)) == HS_OK && nmsgs == base + 2 && msg_len[base + 1] == 9);
		assert(post(&m, sizeof(m)) == HS_OK && nmsgs == base + 4);
		assert(!hv("msg delay VERSION_RESPONSE 1 5"));
		assert(post(&m, sizeof(m)) == HS_OK && nmsgs == base + 4);
		usleep(10000);
		vmbus_tick();
		assert(nmsgs == base + 5);
	}
	assert(hv("msg nonsense VERSION_RESPONSE 1") && hv("msg drop NONSENSE 1"));
	assert(!hv("send-raw 99 0011") && msg_len[nmsgs - 1] == 10 && msgs[nmsgs - 1][9] == 0x11);
	assert(!hv("send-raw full 0011") && msg_len[nmsgs - 1] == 2);
	assert(hv("send-raw 99 0x1"));
	next_msg = nmsgs;
	all_clean("faults");
	pthread_mutex_lock(&vm.lock);
	vmbus_reset();
	pthread_mutex_unlock(&vm.lock);
	printf("ok - the checker and message faults\n");
}

static void test_subchannels(void)
{
	struct m_offer offers[8], *o;
	struct vst_packet v = { .operation = VST_CREATE_SUBCHANNELS };
	struct gchan g, sub;
	unsigned int i;

	vm.prof.max_version = VER_FE;
	assert(contact(VER_FE));
	i = request_offers(offers, 8);
	while (offers[--i].type.b[0] != 0xd9)
		;
	guest_open(&g, &offers[i], VER_FE);
	vst_start(&g);
	v.subchannels = 1;
	assert(vst_op(&g, &v, 5) == 0);
	o = expect(M_OFFER, 196);
	assert(o->subindex == 1 && o->relid != g.offer.relid && !memcmp(&o->instance, &g.offer.instance, 16));
	guest_open(&sub, o, VER_FE);
	disk_round_trip(&g);
	disk_round_trip(&sub);
	assert(!hv("channels") && strstr(answer_text, "scsi0:1 relid"));
	guest_close(&sub);
	/* closing the primary takes the subchannel away */
	{
		struct m_relid c = { { M_CLOSE, 0 }, g.offer.relid }, rel = { { M_RELID_RELEASED, 0 }, sub.offer.relid };

		assert(post(&c, sizeof(c)) == HS_OK);
		assert(((struct m_relid *)expect(M_RESCIND, 12))->relid == sub.offer.relid);
		assert(post(&rel, sizeof(rel)) == HS_OK);
	}
	all_clean("subchannels");
	pthread_mutex_lock(&vm.lock);
	vmbus_reset();
	pthread_mutex_unlock(&vm.lock);
	next_msg = nmsgs;
	printf("ok - subchannels\n");
}

/* A device with an open subchannel is taken away and wanted back before the guest let go of anything. */
static void test_rescind_open(void)
{
	struct vst_packet v = { .operation = VST_CREATE_SUBCHANNELS };
	struct m_relid m = { .h = { M_CLOSE, 0 } };
	struct m_offer offers[8];
	struct gchan g, sub;
	unsigned int i;

	vm.prof.max_version = VER_FE;
	assert(contact(VER_FE));
	i = request_offers(offers, 8);
	while (offers[--i].type.b[0] != 0xd9)
		;
	guest_open(&g, &offers[i], VER_FE);
	vst_start(&g);
	v.subchannels = 1;
	assert(vst_op(&g, &v, 5) == 0);
	guest_open(&sub, expect(M_OFFER, 196), VER_FE);
	disk_round_trip(&sub);
	assert(!hv("rescind scsi0") && !hv("offer scsi0"));
	assert(((struct m_relid *)expect(M_RESCIND, 12))->relid == sub.offer.relid);
	assert(((struct m_relid *)expect(M_RESCIND, 12))->relid == g.offer.relid);
	/* both still carry requests until they are closed */
	disk_round_trip(&g);
	m.relid = sub.offer.relid;
	assert(post(&m, sizeof(m)) == HS_OK);
	m.relid = g.offer.relid;
	assert(post(&m, sizeof(m)) == HS_OK);
	m.h.type = M_RELID_RELEASED;
	m.relid = sub.offer.relid;
	assert(post(&m, sizeof(m)) == HS_OK);
	m.relid = g.offer.relid;
	assert(post(&m, sizeof(m)) == HS_OK);
	guest_open(&g, expect(M_OFFER, 196), VER_FE);
	vst_start(&g);
	disk_round_trip(&g);
	guest_close(&g);
	all_clean("rescind open");
	pthread_mutex_lock(&vm.lock);
	vmbus_reset();
	pthread_mutex_unlock(&vm.lock);
	printf("ok - a device in use is taken away and comes back\n");
}

static void test_gpadls(void)
{
	struct m_gpadl_header h = { { M_GPADL_HEADER, 0 }, 0, 0x900, 0, 2 };
	struct m_header unload = { M_UNLOAD, 0 };
	struct m_offer offers[8];
	struct m_gpadl_created *r;
	struct gchan g;
	u8 m[VMBUS_MSG_MAX] = { 0 }, **pages;
	u32 first[2] = { 5000, 100 }, second[2] = { HV_PAGE, 0 }, count = 0;
	unsigned int i;

	vm.prof.max_version = VER_FE;
	assert(contact(VER_FE));
	i = request_offers(offers, 8);
	while (offers[--i].type.b[0] != 0xd9)
		;
	guest_open(&g, &offers[i], VER_FE);
	/* two ranges: 5000 bytes from offset 100 are two pages, then one page more */
	h.relid = g.offer.relid;
	memcpy(m, &h, sizeof(h));
	memcpy(m + 20, first, 8);
	put_pfn(m + 28, 300);
	put_pfn(m + 36, 200);
	memcpy(m + 44, second, 8);
	put_pfn(m + 52, 100);
	assert(post(m, 60) == HS_OK);
	r = expect(M_GPADL_CREATED, 20);
	assert(!r->status && r->gpadl == 0x900);
	pthread_mutex_lock(&vm.lock);
	pages = gpadl_pages(channel_by_relid(h.relid), 0x900, &count);
	assert(pages && count == 3 && pages[0] == ram + 300 * HV_PAGE && pages[2] == ram + 100 * HV_PAGE);
	assert(!gpadl_pages(channel_by_relid(h.relid), 0x901, &count));
	pthread_mutex_unlock(&vm.lock);
	assert(post(m, 60) == HS_OK && broken("gpadl_reused") == 1);
	assert(((struct m_gpadl_created *)expect(M_GPADL_CREATED, 20))->status);
	/* a page that is none, then half a list, which is not answered */
	m[12]++;
	put_pfn(m + 52, RAM / HV_PAGE);
	assert(post(m, 60) == HS_OK && broken("gpadl_page") == 1 && broken("gpadl_range") == 1);
	assert(((struct m_gpadl_created *)expect(M_GPADL_CREATED, 20))->status);
	assert(post(m, 44) == HS_OK && nmsgs == next_msg);
	/* unload with the channel open, a request held back and lists alive */
	vst_start(&g);
	assert(!hv("dev scsi0 hold"));
	{
		struct vst_packet v = { .operation = VST_RESET_BUS };

		inband(&g, 9, PKT_FLAG_COMPLETE, &v, vst_size);
	}
	EVENTUALLY(!hv("dev scsi0 stats") && strstr(answer_text, "held 1 "));
	assert(post(&unload, sizeof(unload)) == HS_OK);
	expect(M_UNLOAD_RESPONSE, 8);
	assert(!hv("bus") && strstr(answer_text, "disconnected") && strstr(answer_text, "gpadls 0 "));
	assert(!hv("dev scsi0 release") && strstr(answer_text, "released 0"));
	all_clean("gpadls");
	printf("ok - GPADLs of several ranges, unload with everything in use\n");
}

static void test_monitored(void)
{
	struct vst_packet v = { .operation = VST_BEGIN_INIT };
	struct m_offer offers[8];
	struct gchan g;
	unsigned int i, id;
	u32 before;

	device_find("scsi0")->monitored = true;
	pthread_mutex_lock(&vm.lock);
	vmbus_reset();		/* makes the channels anew */
	pthread_mutex_unlock(&vm.lock);
	vm.prof.max_version = VER_FE;
	assert(contact(VER_FE));
	i = request_offers(offers, 8);
	while (offers[--i].type.b[0] != 0xd9)
		;
	assert(offers[i].monitor_allocated == 1);
	id = offers[i].monitor_id;
	guest_open(&g, &offers[i], VER_FE);
	/* the reader must sleep first: it looks at the ring when it starts */
	EVENTUALLY(!hv("channels") && strstr(answer_text, " idle"));
	/* the packet goes in, no hypercall follows, only the bit */
	g.offer.connection_id = CONN_CHANNEL_BASE + 2000;
	*up(&g, RING_MASK) = 1;
	inband(&g, 7, PKT_FLAG_COMPLETE, &v, sizeof(v));
	before = *down(&g, RING_WRITE);
	usleep(20000);
	assert(*down(&g, RING_WRITE) == before);
	__atomic_fetch_or((u32 *)(ram + P_MON2 * HV_PAGE + MON_GROUP(id / 32)), 1u << id % 32, __ATOMIC_SEQ_CST);
	assert(receive(&g, (u8 *)&v, sizeof(v)) == sizeof(v) && v.operation == VST_COMPLETE);
	guest_close(&g);
	all_clean("monitored");
	device_find("scsi0")->monitored = false;
	pthread_mutex_lock(&vm.lock);
	vmbus_reset();
	pthread_mutex_unlock(&vm.lock);
	printf("ok - monitored channel\n");
}

int main(int argc, char **argv)
{
	(void)argv;
	verbose = argc > 1;
	setvbuf(stdout, NULL, _IOLBF, 0);
	pthread_mutex_init(&vm.lock, NULL);
	vm.prof.vcpus = 1;
	ram = aligned_alloc(HV_PAGE, RAM);
	assert(ram);
	vmbus_init();
	assert(device_create("heartbeat,delay=5"));
	assert(device_create("scsi,disk=ram:4M,disk=ram:8M,subchannels=1,parallel=3,service=50"));
	assert(device_create("ide,disk=ram:1M"));
	test_ring();
	test_versions();
	test_storage(VER_WS2008, 0x200);
	test_storage(VER_WIN7, 0x402);
	test_storage(VER_WIN8, 0x501);
	test_storage(VER_WIN81, 0x600);
	test_storage(VER_FE, 0x602);
	test_scsi();
	test_backlog();
	test_heartbeat();
	test_checker();
	test_subchannels();
	test_rescind_open();
	test_gpadls();
	test_monitored();
	test_net();
	test_ata();
	printf("1..17\n");
	return 0;
}
