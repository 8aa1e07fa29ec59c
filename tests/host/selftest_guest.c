// SPDX-License-Identifier: GPL-2.0-only
/*
 * The self-test's surroundings: fakes of what the core supplies, and a toy
 * guest in the same process.
 */
#include <stdarg.h>
#include <time.h>

#include "selftest.h"

/* ---- what the core supplies otherwise ---- */

struct vm vm;
u8 *ram;
bool verbose;

void *gpa_ptr(u64 gpa, u64 len)
{
	return gpa < RAM && len <= RAM - gpa ? ram + gpa : NULL;
}

u64 now_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000000000ull + ts.tv_nsec;
}

u64 ref_time(void)
{
	return now_ns() / 100;
}

u64 host_time_100ns(void)
{
	return 133000000000000000ull + now_ns() / 100;
}

void trace(const char *kind, const char *fmt, ...)
{
	va_list ap;

	if (!verbose)
		return;
	printf("# %s ", kind);
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	printf("\n");
}

void trace_flush(void);
void trace_flush(void)
{
}

u64 uncompleted;

void counter_add(const char *name, u64 n)
{
	if (!strcmp(name, "rescinded.uncompleted"))
		uncompleted += n;
}

void lock_sleep(unsigned int ms)
{
	(void)ms;
}

void vm_notify(void)
{
}

static pthread_mutex_t fake_lock = PTHREAD_MUTEX_INITIALIZER;
static char rules[64][32];
static unsigned int rule_hits[64];

void check_failed(const char *rule, const char *fmt, ...)
{
	va_list ap;
	int i;

	va_start(ap, fmt);
	pthread_mutex_lock(&fake_lock);
	for (i = 0; rules[i][0] && strcmp(rules[i], rule); i++)
		;
	snprintf(rules[i], sizeof(rules[i]), "%s", rule);
	rule_hits[i]++;
	if (verbose) {
		printf("# check %s: ", rule);
		vprintf(fmt, ap);
		printf("\n");
	}
	pthread_mutex_unlock(&fake_lock);
	va_end(ap);
}

/* How often a rule was broken since the last question; forgets it. */
unsigned int broken(const char *rule)
{
	unsigned int n = 0;
	int i;

	pthread_mutex_lock(&fake_lock);
	for (i = 0; rules[i][0]; i++)
		if (!strcmp(rules[i], rule)) {
			n = rule_hits[i];
			rule_hits[i] = 0;
		}
	pthread_mutex_unlock(&fake_lock);
	return n;
}

void all_clean(const char *where)
{
	int i;

	for (i = 0; rules[i][0]; i++)
		if (rule_hits[i]) {
			printf("not ok - %s: rule %s broken %u times\n", where, rules[i], rule_hits[i]);
			exit(1);
		}
}

u8 msgs[4096][VMBUS_MSG_MAX];
unsigned int msg_len[4096], nmsgs, next_msg;

int synic_post(int vp, int sint, u32 type, const void *payload, unsigned int len)
{
	(void)vp;
	(void)sint;
	assert(type == SYNIC_MSG_CHANNEL && len <= VMBUS_MSG_MAX && nmsgs < 4096);
	memset(msgs[nmsgs], 0, VMBUS_MSG_MAX);
	memcpy(msgs[nmsgs], payload, len);
	msg_len[nmsgs++] = len;
	return 0;
}

unsigned int events[RELID_MAX + 1];

void synic_signal_event(int vp, int sint, unsigned int flag)
{
	assert(vp == 0 && sint == VMBUS_SINT);
	__atomic_fetch_add(&events[flag], 1, __ATOMIC_SEQ_CST);
}

static struct { char word[24]; ctl_fn fn; } commands[64];

void ctl_register(const char *word, const char *help, ctl_fn fn)
{
	int i;

	assert(help);
	for (i = 0; commands[i].fn; i++)
		;
	snprintf(commands[i].word, sizeof(commands[i].word), "%s", word);
	commands[i].fn = fn;
}

char answer_text[8192];

int hv(const char *line)
{
	char copy[4096], *argv[64], *save = NULL, *tok;
	int argc = 0, i, rc = -2;

	snprintf(copy, sizeof(copy), "%s", line);
	for (tok = strtok_r(copy, " ", &save); tok; tok = strtok_r(NULL, " ", &save))
		argv[argc++] = tok;
	answer_text[0] = 0;
	pthread_mutex_lock(&vm.lock);
	for (i = 0; commands[i].fn; i++)
		if (!strcmp(commands[i].word, argv[0]))
			rc = commands[i].fn(argc, argv, answer_text, sizeof(answer_text));
	pthread_mutex_unlock(&vm.lock);
	if (verbose)
		printf("# hv %s -> %d %s\n", line, rc, answer_text);
	return rc;
}

/* ---- the toy guest ---- */

u32 conn;
static u32 next_gpadl = 0x100;

u16 post(const void *m, unsigned int len)
{
	u16 rc;

	pthread_mutex_lock(&vm.lock);
	rc = vmbus_post_message(0, conn, SYNIC_MSG_CHANNEL, m, len);
	pthread_mutex_unlock(&vm.lock);
	return rc;
}

u16 signal_host(u32 id)
{
	u16 rc;

	pthread_mutex_lock(&vm.lock);
	rc = vmbus_signal_event(0, id, 0);
	pthread_mutex_unlock(&vm.lock);
	return rc;
}

void *expect(u32 type, unsigned int len)
{
	unsigned int i;
	bool there = false;

	for (i = 0; i < 4000 && !there; i++) {
		pthread_mutex_lock(&vm.lock);
		there = next_msg < nmsgs;
		pthread_mutex_unlock(&vm.lock);
		if (!there)
			usleep(1000);
	}
	if (!there || *(u32 *)msgs[next_msg] != type || msg_len[next_msg] != len) {
		printf("not ok - want %s of %u bytes, got %s of %u\n", msg_name(type), len,
		       there ? msg_name(*(u32 *)msgs[next_msg]) : "nothing", there ? msg_len[next_msg] : 0);
		abort();
	}
	return msgs[next_msg++];
}

bool contact(u32 version)
{
	struct m_contact m = { .h = { M_CONTACT, 0 }, .version = version,
			       .monitor1 = P_MON1 * HV_PAGE, .monitor2 = P_MON2 * HV_PAGE };
	struct m_version_response *r;

	if (version >= VER_RS4)
		m.sint = VMBUS_SINT;
	else
		m.interrupt_page = P_INT * HV_PAGE;
	conn = version >= VER_RS4 ? CONN_MSG_NEW : CONN_MSG_OLD;
	memset(ram, 0, RAM);
	if (post(&m, sizeof(m)) == HS_BAD_CONNECTION) {
		conn = CONN_MSG_OLD;
		return false;
	}
	r = expect(M_VERSION_RESPONSE, version >= VER_CU ? 20 : 16);
	return r->supported && !r->state;
}

unsigned int request_offers(struct m_offer *out, unsigned int max)
{
	struct m_header m = { M_REQUEST_OFFERS, 0 };
	unsigned int n = 0;

	assert(post(&m, sizeof(m)) == HS_OK);
	for (;;) {
		if (*(u32 *)msgs[next_msg] == M_ALL_OFFERS)
			break;
		assert(n < max);
		memcpy(&out[n++], expect(M_OFFER, sizeof(*out)), sizeof(*out));
	}
	expect(M_ALL_OFFERS, 8);
	return n;
}

u32 *up(struct gchan *g, unsigned int off)
{
	return (u32 *)(ram + g->base * HV_PAGE + off);
}

u32 *down(struct gchan *g, unsigned int off)
{
	return (u32 *)(ram + (g->base + 4) * HV_PAGE + off);
}

void put_pfn(u8 *to, u64 pfn)
{
	memcpy(to, &pfn, sizeof(pfn));
}

void gpadl_make(struct gchan *g, u32 first, u32 count)
{
	u8 m[VMBUS_MSG_MAX] = { 0 };
	struct m_gpadl_header h = { { M_GPADL_HEADER, 0 }, g->offer.relid, next_gpadl, 8 + 8 * count, 1 };
	struct m_gpadl_body b = { { M_GPADL_BODY, 0 }, 0, next_gpadl };
	struct m_gpadl_created *r;
	u32 bytes = count * HV_PAGE, zero = 0, i, n = 0;

	memcpy(m, &h, sizeof(h));
	memcpy(m + 20, &bytes, 4);
	memcpy(m + 24, &zero, 4);
	/* two PFNs in the header, the rest in bodies of three */
	for (i = 0; i < count && i < 2; i++)
		put_pfn(m + 28 + 8 * i, first + i);
	assert(post(m, 28 + 8 * i) == HS_OK);
	for (; i < count; i += n) {
		memcpy(m, &b, sizeof(b));
		for (n = 0; n < 3 && i + n < count; n++)
			put_pfn(m + 16 + 8 * n, first + i + n);
		assert(post(m, 16 + 8 * n) == HS_OK);
	}
	r = expect(M_GPADL_CREATED, 20);
	assert(r->status == 0 && r->gpadl == next_gpadl && r->relid == g->offer.relid);
	g->gpadl = next_gpadl++;
}

u32 open_status(struct gchan *g)
{
	struct m_open m = { .h = { M_OPEN, 0 }, .relid = g->offer.relid, .open_id = 77, .gpadl = g->gpadl,
			    .downstream_page = 4 };
	struct m_open_result *r;

	assert(post(&m, sizeof(m)) == HS_OK);
	r = expect(M_OPEN_RESULT, 20);
	assert(r->open_id == 77 && r->relid == g->offer.relid);
	return r->status;
}

void guest_open(struct gchan *g, const struct m_offer *o, u32 version)
{
	memset(g, 0, sizeof(*g));
	g->offer = *o;
	g->version = version;
	g->base = P_RING + 8 * o->relid;
	memset(ram + g->base * HV_PAGE, 0, 8 * HV_PAGE);
	*up(g, RING_FEATURES) = *down(g, RING_FEATURES) = 1;
	gpadl_make(g, g->base, 8);
	assert(open_status(g) == 0);
}

void guest_close(struct gchan *g)
{
	struct m_relid c = { { M_CLOSE, 0 }, g->offer.relid };
	struct m_gpadl_teardown t = { { M_GPADL_TEARDOWN, 0 }, g->offer.relid, g->gpadl };
	struct m_gpadl_torndown *r;

	assert(post(&c, sizeof(c)) == HS_OK);
	assert(post(&t, sizeof(t)) == HS_OK);
	r = expect(M_GPADL_TORNDOWN, 12);
	assert(r->gpadl == g->gpadl);
}

void kick(struct gchan *g)
{
	u32 relid = g->offer.relid;

	if (!g->offer.dedicated)
		__atomic_fetch_or(ram + P_INT * HV_PAGE + INTPAGE_TO_HOST + relid / 8, 1 << relid % 8,
				  __ATOMIC_SEQ_CST);
	assert(signal_host(g->version == VER_WS2008 ? CONN_EVENT_OLD : g->offer.connection_id) == HS_OK);
}

static void ring_bytes(struct gchan *g, const void *bytes, u32 len)
{
	u32 i;

	for (i = 0; i < len; i++)
		ram[(g->base + 1) * HV_PAGE + (g->up_write + i) % DATA_BYTES] = ((const u8 *)bytes)[i];
}

void guest_send(struct gchan *g, const struct pkt_desc *d, const void *rest, u32 len)
{
	u32 old = g->up_write, total = d->len8 * 8u;
	u64 trailer = (u64)old << 32;
	u8 buf[8192] = { 0 };

	memcpy(buf, d, 16);
	memcpy(buf + 16, rest, len);
	memcpy(buf + total, &trailer, 8);
	ring_bytes(g, buf, total + 8);
	g->up_write = (old + total + 8) % DATA_BYTES;
	__atomic_store_n(up(g, RING_WRITE), g->up_write, __ATOMIC_SEQ_CST);
	if (!__atomic_load_n(up(g, RING_MASK), __ATOMIC_SEQ_CST) &&
	    __atomic_load_n(up(g, RING_READ), __ATOMIC_SEQ_CST) == old)
		kick(g);
}

void inband(struct gchan *g, u64 id, u16 flags, const void *data, u32 len)
{
	struct pkt_desc d = { PKT_INBAND, 2, (16 + len + 7) / 8, flags, id };

	guest_send(g, &d, data, len);
}

/* Next packet from the host; waits for it. */
u32 receive(struct gchan *g, u8 *buf, u32 max)
{
	u32 i, len, wait = 0;

	while (__atomic_load_n(down(g, RING_WRITE), __ATOMIC_SEQ_CST) == g->down_read) {
		usleep(500);
		if (++wait > 8000) {
			printf("not ok - no packet from the host on relid %u\n", g->offer.relid);
			abort();
		}
	}
	for (i = 0; i < 16; i++)
		((u8 *)&g->desc)[i] = ram[(g->base + 5) * HV_PAGE + (g->down_read + i) % DATA_BYTES];
	len = g->desc.len8 * 8u - g->desc.off8 * 8u;
	assert(len <= max);
	for (i = 0; i < len; i++)
		buf[i] = ram[(g->base + 5) * HV_PAGE + (g->down_read + g->desc.off8 * 8 + i) % DATA_BYTES];
	g->down_read = (g->down_read + g->desc.len8 * 8 + 8) % DATA_BYTES;
	__atomic_store_n(down(g, RING_READ), g->down_read, __ATOMIC_SEQ_CST);
	return len;
}

