// SPDX-License-Identifier: GPL-2.0-only
/*
 * The network device against the toy guest: offloads, both directions, and
 * every damaged packet that the host can send.
 */
#include "net.h"
#include "selftest.h"

#define P_RECV	1200u		/* pages of the buffers */
#define P_SEND	1300u
#define RECV_PAGES	64u
#define SEND_PAGES	32u

static struct gchan g;
static struct net *n;

/* ---- frames ---- */

static u32 tcp_frame(u8 *f, bool v6, u32 payload, bool lso)
{
	u32 l3 = v6 ? 40 : 20, len = ETH_HLEN + l3 + 20 + payload, i;
	u8 *ip = f + ETH_HLEN, *tcp = ip + l3;
	struct hdrs h;

	memset(f, 0, len);
	memcpy(f, responder_port.mac, 6);
	memcpy(f + 6, n->perm_mac, 6);
	put16(f + 12, v6 ? 0x86dd : 0x0800);
	if (v6) {
		ip[0] = 0x60;
		ip[6] = 6;
		ip[7] = 64;
		ip[8 + 15] = 1;
		ip[24 + 15] = 2;
		put16(ip + 4, 20 + payload);
	} else {
		ip[0] = 0x45;
		ip[8] = 64;
		ip[9] = 6;
		put32(ip + 12, 0x0a4d0064);
		put32(ip + 16, 0x0a4d0001);
		put16(ip + 2, 40 + payload);
	}
	put16(tcp, 40000);
	put16(tcp + 2, 9);
	put32(tcp + 4, 0xfffffff0);	/* the number wraps within */
	tcp[12] = 5 << 4;
	tcp[13] = 0x19;
	for (i = 0; i < payload; i++)
		tcp[20 + i] = i * 7 + 1;
	if (lso)
		put16(ip + (v6 ? 4 : 2), 0);
	assert(headers_find(f, len, &h) && h.tcp && h.l4 == ETH_HLEN + l3);
	put16(tcp + 16, sum_fold(sum_pseudo(f, &h, lso ? 0 : 20 + payload)));
	if (!v6 && !lso)
		put16(ip + 10, ~sum_fold(sum_add(0, ip, 20)));
	return len;
}

static bool sums_right(const u8 *f, u32 len)
{
	struct hdrs h;

	return headers_find(f, len, &h) && h.tcp &&
	       (h.v6 || sum_fold(sum_add(0, f + h.l3, h.l4 - h.l3)) == 0xffff) &&
	       sum_fold(sum_add(sum_pseudo(f, &h, h.end - h.l4), f + h.l4, h.end - h.l4)) == 0xffff;
}

static void test_offload(bool v6)
{
	static u8 f[8192];
	struct tx_info t = { .data = f };
	struct frames fs = { 0 };
	u32 l4 = ETH_HLEN + (v6 ? 40 : 20), i, at = 0;
	struct hdrs h;

	memset(&n->on, 1, sizeof(n->on));
	n->mtu = 1500 + ETH_HLEN;
	/* segments */
	t.len = tcp_frame(f, v6, 3001, true);
	t.has_lso = true;
	t.lso = 1000 | l4 << 20 | LSO_V2 | (v6 ? LSO_IPV6 : 0);
	net_offload(n, &t, &fs);
	assert(fs.n == 4);
	for (i = 0; i < 4; i++) {
		const u8 *s = fs.f[i].data;

		assert(sums_right(s, fs.f[i].len) && headers_find(s, fs.f[i].len, &h));
		assert(h.end - h.payload == (i < 3 ? 1000 : 1) && get32(s + h.l4 + 4) == 0xfffffff0 + at);
		assert(s[h.l4 + 13] == (i < 3 ? 0x10 : 0x19) && s[h.payload] == (u8)(at * 7 + 1));
		at += h.end - h.payload;
	}
	frames_clear(&fs);
	all_clean("segments");
	/* one packet whose sum is left to the host, and what can be wrong with it */
	t.has_lso = false;
	t.has_csum = true;
	t.len = tcp_frame(f, v6, 777, false);
	t.csum = (v6 ? TXC_IPV6 : TXC_IPV4) | TXC_TCP | l4 << 16;
	net_offload(n, &t, &fs);
	assert(fs.n == 1 && sums_right(fs.f[0].data, fs.f[0].len));
	frames_clear(&fs);
	all_clean("checksum");
	t.csum += 1 << 16;
	net_offload(n, &t, &fs);
	assert(broken("net_csum_info") == 1);
	t.csum -= 1 << 16;
	f[l4 + 16]++;
	net_offload(n, &t, &fs);
	assert(broken("net_pseudo_sum") == 1);
	t.has_csum = false;
	net_offload(n, &t, &fs);
	assert(broken("net_checksum") == 1);
	memset(&n->on, 0, sizeof(n->on));
	f[l4 + 16]--;
	t.has_csum = true;
	net_offload(n, &t, &fs);
	assert(broken("net_offload_off") == 1);
	frames_clear(&fs);
	free(fs.f);
	free(fs.own);
	all_clean("offload");
}

/* The example of the specification: 66.9.149.187:2794 to 161.142.100.80:1766. */
static void test_hash(void)
{
	static const u8 key[RSS_KEY_LEN] = {
		0x6d, 0x5a, 0x56, 0xda, 0x25, 0x5b, 0x0e, 0xc2, 0x41, 0x67, 0x25, 0x3d, 0x43, 0xa3, 0x8f, 0xb0,
		0xd0, 0xca, 0x2b, 0xcb, 0xae, 0x7b, 0x30, 0xb4, 0x77, 0xcb, 0x2d, 0xa3, 0x80, 0x30, 0xf2, 0x0c,
		0x6a, 0x42, 0xb7, 0x3b, 0xbe, 0xac, 0x01, 0xfa };
	u8 f[100];
	struct frame fr = { .data = f, .len = tcp_frame(f, false, 10, false) };
	bool hashed;
	u32 hash;

	memcpy(n->key, key, sizeof(key));
	n->rss = true;
	n->ntable = 1;
	put32(f + 26, 0x420995bb);
	put32(f + 30, 0xa18e6450);
	put16(f + 34, 2794);
	put16(f + 36, 1766);
	n->hash_info = HASH_TCPV4;
	net_queue_of(n, &fr, &hash, &hashed);
	assert(hashed && hash == 0x51ccc178);
	n->hash_info = HASH_IPV4;
	net_queue_of(n, &fr, &hash, &hashed);
	assert(hashed && hash == 0x323e8fc2);
	n->rss = false;
}

/* ---- the protocol ---- */

static bool withhold;	/* receive, but complete nothing */

/* The next packet; what lies in its first range goes to msg. */
static u32 from_host(u8 *nvsp, u8 *msg, u32 *msg_len)
{
	struct { u16 set; u16 rsvd; u32 count, len, off; } h;
	u8 *ring = ram + (g.base + 5) * HV_PAGE;
	u32 wait = 0, i, len;

	while (__atomic_load_n(down(&g, RING_WRITE), __ATOMIC_SEQ_CST) == g.down_read && wait++ < 8000)
		usleep(500);
	for (i = 0; i < sizeof(h); i++)
		((u8 *)&h)[i] = ring[(g.down_read + 16 + i) % (3 * HV_PAGE)];
	len = receive(&g, nvsp, 8192);
	*msg_len = 0;
	if (g.desc.type == PKT_XFER_PAGES && g.desc.flags & PKT_FLAG_COMPLETE) {
		struct nv_status v = { NV_RNDIS_DONE, NVS_OK };
		struct pkt_desc d = { PKT_COMPLETION, 2, 3, 0, g.desc.trans_id };

		assert(h.set == RECV_BUF_ID && h.count >= 1 && h.off + h.len <= RECV_PAGES * HV_PAGE && h.len <= 4096);
		memcpy(msg, ram + P_RECV * HV_PAGE + h.off, h.len);
		*msg_len = h.len;
		if (d.trans_id && !withhold)
			guest_send(&g, &d, &v, sizeof(v));
	}
	return len;
}

static void ask(const void *m, u32 len, void *answer)
{
	u8 buf[8192], msg[4096];
	u32 msg_len;

	inband(&g, 5, PKT_FLAG_COMPLETE, m, len);
	assert(from_host(buf, msg, &msg_len) == NVSP_MAX && g.desc.type == PKT_COMPLETION && g.desc.trans_id == 5);
	memcpy(answer, buf, NVSP_MAX);
}

/* Send a message of RNDIS by section 3; true when it was accepted. */
static bool by_section(u32 channel, const void *msg, u32 len, u8 *answer, u32 *answer_len)
{
	struct nv_rndis m = { NV_RNDIS, channel, 3, len };
	bool completed = false, answered = !answer;
	struct nv_status v = { 0 };
	u8 buf[8192], got[4096];
	u32 got_len;

	memcpy(ram + P_SEND * HV_PAGE + 3 * 6144, msg, len);
	inband(&g, 6, PKT_FLAG_COMPLETE, &m, sizeof(m));
	while (!completed || !answered) {
		from_host(buf, got, &got_len);
		if (g.desc.type == PKT_COMPLETION && g.desc.trans_id == 6) {
			memcpy(&v, buf, sizeof(v));
			completed = true;
		} else if (got_len && answer) {
			memcpy(answer, got, got_len);
			*answer_len = got_len;
			answered = true;
		}
	}
	return v.type == NV_RNDIS_DONE && v.status == NVS_OK;
}

static void bring_up(void)
{
	struct { struct rn_head h; struct rn_init i; } PACKED init = { { RN_INIT, sizeof(init) }, { 1, 1, 0, 0x4000 } };
	struct { struct rn_head h; struct rn_request r; u32 v; } PACKED set = {
		{ RN_SET, sizeof(set) }, { 2, OID_PACKET_FILTER, 4, 20, 0 }, PF_DIRECTED | PF_BROADCAST };
	struct nv_ndis_config config = { NV_NDIS_CONFIG, 1514, 0, NVSP_CAP_VLAN };
	struct nv_init i = { NV_INIT, 0x70000, 0x70000 };
	struct nv_buf b = { NV_RECV_BUF, 0, RECV_BUF_ID };
	u32 ring_gpadl = g.gpadl, v[10], len;
	u8 answer[4096];

	ask(&i, sizeof(i), v);
	assert(v[0] == NV_INIT_DONE && v[3] == NVS_TOO_NEW);
	i.min_version = i.max_version = NVSP_V61;
	ask(&i, sizeof(i), v);
	assert(v[0] == NV_INIT_DONE && v[3] == NVS_OK);
	inband(&g, 0, 0, &config, sizeof(config));
	gpadl_make(&g, P_RECV, RECV_PAGES);
	b.gpadl = g.gpadl;
	ask(&b, sizeof(b), v);
	assert(v[0] == NV_RECV_BUF_DONE && v[1] == NVS_OK && v[2] == 1 && !v[3] && v[4] >= 1514 && v[5] > 100);
	gpadl_make(&g, P_SEND, SEND_PAGES);
	b.type = NV_SEND_BUF;
	b.gpadl = g.gpadl;
	b.id = 0;
	ask(&b, sizeof(b), v);
	assert(v[0] == NV_SEND_BUF_DONE && v[1] == NVS_OK && v[2] == 6144);
	g.gpadl = ring_gpadl;
	assert(by_section(1, &init, sizeof(init), answer, &len) && len == 52);
	assert(by_section(1, &set, sizeof(set), answer, &len) && len == 16);
}

/* An ARP question gets its answer: one packet in each direction. */
static void arp(void)
{
	struct { struct rn_head h; struct rn_packet p; u8 f[60]; } PACKED m = { { RN_PACKET, sizeof(m) },
		{ .data_off = 36, .data_len = 60 }, { 0 } };
	static const u8 head[8] = { 0, 1, 8, 0, 6, 4, 0, 1 };
	u8 answer[4096], *p = m.f + ETH_HLEN;
	u32 len;

	memset(m.f, 0xff, 6);
	memcpy(m.f + 6, n->perm_mac, 6);
	put16(m.f + 12, 0x0806);
	memcpy(p, head, 8);
	memcpy(p + 8, n->perm_mac, 6);
	put32(p + 14, 0x0a4d0064);
	put32(p + 24, 0x0a4d0001);
	assert(by_section(0, &m, sizeof(m), answer, &len));
	assert(len == 44 + 60 && !memcmp(answer + 44, n->perm_mac, 6) && get16(answer + 44 + 12) == 0x0806 &&
	       get16(answer + 44 + 20) == 2 && get32(answer + 44 + 28) == 0x0a4d0001);
}

static void bad_messages(void)
{
	struct { struct rn_head h; struct rn_packet p; u8 f[60]; } PACKED m = { { RN_PACKET, sizeof(m) },
		{ .data_off = 36, .data_len = 60 }, { 0 } };
	u8 buf[8192], msg[4096];
	struct nv_rndis r = { NV_RNDIS, 0, 12345, 50 };
	u32 len;

	m.p.data_off = 0xfffffff0;
	assert(!by_section(0, &m, sizeof(m), NULL, NULL) && broken("rndis_offsets") == 1);
	m.p.data_off = 36;
	m.p.ppi_off = 36;
	m.p.ppi_len = 60;
	assert(!by_section(0, &m, sizeof(m), NULL, NULL) && broken("rndis_offsets") == 1);
	m.h.length = 7;
	assert(!by_section(0, &m, sizeof(m), NULL, NULL) && broken("rndis_length") == 1);
	inband(&g, 6, PKT_FLAG_COMPLETE, &r, sizeof(r));
	from_host(buf, msg, &len);
	assert(g.desc.type == PKT_COMPLETION && broken("nvsp_section") == 1);
	all_clean("bad messages");
}

static void drain(void)
{
	u8 buf[8192], msg[4096];
	u32 quiet = 0, len;

	while (quiet < 20) {
		if (__atomic_load_n(down(&g, RING_WRITE), __ATOMIC_SEQ_CST) != g.down_read) {
			from_host(buf, msg, &len);
			quiet = 0;
		} else {
			kick(&g);	/* there may be a back log */
			usleep(200);
			quiet++;
		}
	}
}

void test_net(void)
{
	struct m_offer offers[8];
	char line[80], *list, *name;
	unsigned int i, count, cases = 0, turn;

	assert(device_create("net,rsc=1"));
	n = device_find("net0")->priv;
	test_offload(false);
	test_offload(true);
	test_hash();
	vm.prof.max_version = VER_FE;
	n->nvsp_max = NVSP_V61;
	assert(contact(VER_FE));
	count = request_offers(offers, 8);
	for (i = 0; i < count && offers[i].type.b[0] != 0x63; i++)
		;
	assert(i < count);
	guest_open(&g, &offers[i], VER_FE);
	bring_up();
	arp();
	all_clean("net");
	bad_messages();
	assert(!hv("dev net0 inject list"));
	list = strdup(answer_text);
	for (name = strtok(list, "\n"); name && strcmp(name, "ok"); name = strtok(NULL, "\n")) {
		snprintf(line, sizeof(line), "dev net0 inject %s", name);
		assert(!hv(line));
		drain();
		cases++;
	}
	free(list);
	assert(cases >= 40 && hv("dev net0 inject nothing"));
	broken("needless_signal");
	arp();
	guest_close(&g);
	broken("missing_completion");
	broken("needless_signal");
	all_clean("net, closed");
	/* a completion withheld is missed, but not on a channel that the host itself took away */
	for (turn = 2; turn--; ) {
		guest_open(&g, &offers[i], VER_FE);
		bring_up();
		withhold = true;
		arp();
		withhold = false;
		drain();
		if (!turn) {
			assert(!hv("rescind net0"));
			expect(M_RESCIND, 12);
		}
		guest_close(&g);
		assert(broken("missing_completion") == (turn ? 1 : 0));
		assert(uncompleted == (turn ? 0 : 1));
		broken("needless_signal");
		all_clean("net, withheld");
	}
	pthread_mutex_lock(&vm.lock);
	vmbus_reset();
	pthread_mutex_unlock(&vm.lock);
	printf("ok - network, %u damaged packets\n", cases);
}
