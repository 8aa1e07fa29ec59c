/* SPDX-License-Identifier: GPL-2.0-only */
/* What the self-test's fakes and its toy guest give to the tests. */
#ifndef HVHOST_SELFTEST_H
#define HVHOST_SELFTEST_H

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bus.h"
#include "scsi.h"

#define RAM (8u << 20)
#define P_INT	1	/* page numbers */
#define P_MON1	2
#define P_MON2	3
#define P_RING	16	/* 8 pages per channel: 4 up, 4 down */
#define P_DATA	1024
#define DATA_BYTES (3 * HV_PAGE)	/* each ring: a header and three pages */

extern u64 uncompleted;	/* what was added to the counter rescinded.uncompleted */

struct gchan {
	struct m_offer offer;
	u32 gpadl;
	u32 base;			/* first ring page */
	u32 up_write, down_read;
	u32 version;
	struct pkt_desc desc;		/* of the last packet received */
};

extern u8 *ram;
extern bool verbose;
extern u8 msgs[4096][VMBUS_MSG_MAX];	/* messages to the guest, as they came */
extern unsigned int msg_len[4096], nmsgs, next_msg;
extern unsigned int events[RELID_MAX + 1];	/* interrupts per event flag */
extern char answer_text[8192];		/* of the last hv() */
extern u32 conn;			/* connection that the guest posts on */

/* How often a rule was broken since the last question; forgets it. */
unsigned int broken(const char *rule);
void all_clean(const char *where);
int hv(const char *line);
/* what the guest does */
u16 post(const void *m, unsigned int len);
u16 signal_host(u32 id);
/* the host's next message, which must be of that type and size */
void *expect(u32 type, unsigned int len);
bool contact(u32 version);
unsigned int request_offers(struct m_offer *out, unsigned int max);
u32 *up(struct gchan *g, unsigned int off);
u32 *down(struct gchan *g, unsigned int off);
void put_pfn(u8 *to, u64 pfn);
void gpadl_make(struct gchan *g, u32 first, u32 count);
u32 open_status(struct gchan *g);
void guest_open(struct gchan *g, const struct m_offer *o, u32 version);
void guest_close(struct gchan *g);
void kick(struct gchan *g);
void guest_send(struct gchan *g, const struct pkt_desc *d, const void *rest, u32 len);
void inband(struct gchan *g, u64 id, u16 flags, const void *data, u32 len);
/* next packet from the host; waits for it */
u32 receive(struct gchan *g, u8 *buf, u32 max);
/* selftest_net.c */
void test_net(void);
/* selftest_ata.c */
void test_ata(void);

#endif
