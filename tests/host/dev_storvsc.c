// SPDX-License-Identifier: GPL-2.0-only
/*
 * Storage: the VSTOR protocol for a SCSI controller ("scsi") and for the
 * accelerated side of an emulated IDE disk ("ide").
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ata.h"
#include "bus.h"
#include "scsi.h"

#define MAX_LUNS	64

struct stor_fault {
	unsigned int count;
	int opcode;			/* -1: any read or write */
	u8 srb, scsi, key, asc, ascq;
};

struct stor_damage {			/* bytes to overwrite in the next answers */
	unsigned int count, offset;
	int operation;			/* -1: any */
	int nbytes;
	u8 bytes[64];
};

struct held {
	STAILQ_ENTRY(held) link;
	struct channel *chan;
	u64 trans_id;
	u32 len;
	struct vst_packet reply;
};

struct stor {
	struct device *dev;
	bool ide;
	u32 max_transfer;
	unsigned int vstor_max;		/* 0: what hosts of the bus version had */
	pthread_mutex_t lock;		/* protects what follows */
	struct scsi_lun *lun[MAX_LUNS];
	unsigned int nluns;
	unsigned int vstor;		/* agreed version, 0: none */
	bool begun, ready;
	struct stor_fault fault;
	struct stor_damage damage;
	unsigned int drop;
	bool hold;
	STAILQ_HEAD(, held) held;
	unsigned int nheld, inflight, most_inflight;
	u64 srbs, refused, resets;
};

/* ---- units ---- */

static struct scsi_lun *lun_find(struct stor *s, u8 path, u8 target, u8 lun)
{
	unsigned int i;

	if (s->ide)	/* the address is the guest's invention there */
		return s->nluns && !lun ? s->lun[0] : NULL;
	for (i = 0; i < s->nluns; i++)
		if (s->lun[i]->path == path && s->lun[i]->target == target && s->lun[i]->lun == lun)
			return s->lun[i];
	return NULL;
}

static struct scsi_lun *lun_add(struct stor *s, int lun, const char *spec)
{
	struct scsi_lun *l;
	struct disk *d;

	if (s->nluns == MAX_LUNS || (s->ide && s->nluns)) {
		fprintf(stderr, "hvhost: %s: too many disks\n", s->dev->name);
		return NULL;
	}
	if (lun < 0)
		for (lun = 0; lun_find(s, 0, 0, lun); lun++)
			;
	d = disk_open(spec);
	if (!d)
		return NULL;
	l = calloc(1, sizeof(*l));
	if (!l)
		die(4, "out of memory for a unit");
	l->lun = lun;
	l->disk = d;
	snprintf(l->serial, sizeof(l->serial), "%.16s-%u", s->dev->name, lun);
	s->lun[s->nluns++] = l;
	return l;
}

static void attention(struct stor *s, struct scsi_lun *l, u8 asc, u8 ascq)
{
	(void)s;
	if (l->nua == sizeof(l->ua) / sizeof(l->ua[0]))
		return;
	l->ua[l->nua].key = KEY_UNIT_ATTENTION;
	l->ua[l->nua].asc = asc;
	l->ua[l->nua++].ascq = ascq;
}

/* Tell the guest to look for changed units. */
static void announce(struct stor *s, u32 operation)
{
	struct vst_packet v = { .operation = operation };

	trace("dev", "%s: operation %u, unasked", s->dev->name, operation);
	if (s->dev->primary)
		channel_send(s->dev->primary, PKT_INBAND, 0, 0, NULL, 0, &v, sizeof(v));
}

/* ---- answers ---- */

static void answer(struct stor *s, struct channel *c, u64 trans_id, struct vst_packet *v, u32 len)
{
	u32 op = v->operation;
	struct held *h;

	v->operation = VST_COMPLETE;
	pthread_mutex_lock(&s->lock);
	if (s->damage.count && (s->damage.operation < 0 || (u32)s->damage.operation == op)) {
		s->damage.count--;
		memcpy((u8 *)v + s->damage.offset, s->damage.bytes, s->damage.nbytes);
		trace("dev", "%s: answer to operation %u damaged as ordered", s->dev->name, op);
	}
	if (s->hold) {
		h = calloc(1, sizeof(*h));
		if (!h)
			die(4, "out of memory for a held completion");
		h->chan = c;
		h->trans_id = trans_id;
		h->len = len;
		h->reply = *v;
		STAILQ_INSERT_TAIL(&s->held, h, link);
		s->nheld++;
		pthread_mutex_unlock(&s->lock);
		return;
	}
	pthread_mutex_unlock(&s->lock);
	channel_complete(c, trans_id, v, len);
}

static unsigned int vstor_ceiling(struct stor *s)
{
	if (s->vstor_max)
		return s->vstor_max;
	if (vm.prof.max_version >= VER_WIN10)
		return 0x602;
	if (vm.prof.max_version >= VER_WIN81)
		return 0x600;
	if (vm.prof.max_version >= VER_WIN8)
		return 0x501;
	return vm.prof.max_version >= VER_WIN7 ? 0x402 : 0x200;
}

static u32 query_version(struct stor *s, struct vst_packet *v)
{
	static const u16 known[] = { 0x200, 0x402, 0x501, 0x600, 0x602 };
	unsigned int i, want = v->ver.version;
	bool ok = false;

	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (known[i] == want && want <= vstor_ceiling(s))
			ok = true;
	trace("dev", "%s: version %u.%u %s", s->dev->name, want >> 8, want & 0xff, ok ? "agreed" : "refused");
	if (!ok)
		return NT_REVISION_MISMATCH;
	s->vstor = want;
	return NT_OK;
}

static void properties(struct stor *s, struct vst_packet *v)
{
	memset(&v->props, 0, sizeof(v->props));
	v->props.max_subchannels = s->dev->max_subchannels;
	v->props.flags = s->dev->max_subchannels ? 1 : 0;
	v->props.max_transfer = s->max_transfer;
}

static u32 create_subchannels(struct stor *s, struct channel *c, const struct vst_packet *v)
{
	trace("dev", "%s: %u subchannels wanted of %u", s->dev->name, v->subchannels,
	      s->dev->max_subchannels);
	if (!v->subchannels || v->subchannels > s->dev->max_subchannels || channel_subindex(c)) {
		check_failed("vstor_subchannels", "%s: %u subchannels wanted of %u", s->dev->name,
			     v->subchannels, s->dev->max_subchannels);
		return NT_INVALID_PARAMETER;
	}
	return NT_OK;
}

/* ---- SRBs ---- */

static bool is_data_command(u8 op)
{
	switch (op) {
	case 0x08: case 0x0a: case 0x28: case 0x2a: case 0xa8: case 0xaa: case 0x88: case 0x8a:
		return true;
	}
	return false;
}

static void set_sense(struct vst_srb *r, const struct scsi_task *t, u32 room)
{
	r->scsi_status = t->status;
	if (t->status != SCSI_CHECK) {
		r->srb_status = t->status ? SRB_ERROR : SRB_SUCCESS;
		r->sense_length = 0;
		return;
	}
	r->srb_status = SRB_ERROR | SRB_SENSE_VALID;
	memset(r->sense, 0, room);
	memcpy(r->sense, t->sense, t->sense_len < room ? t->sense_len : room);
	r->sense_length = t->sense_len < room ? t->sense_len : room;
}

/* true: the SRB was answered by an ordered fault */
static bool ordered_fault(struct stor *s, struct vst_srb *r, u32 room)
{
	struct scsi_task t = { 0 };
	struct stor_fault f;

	pthread_mutex_lock(&s->lock);
	f = s->fault;
	if (!f.count || (f.opcode >= 0 ? r->cdb[0] != f.opcode : !is_data_command(r->cdb[0]))) {
		pthread_mutex_unlock(&s->lock);
		return false;
	}
	s->fault.count--;
	pthread_mutex_unlock(&s->lock);
	trace("dev", "%s: command %#x fails as ordered, srb %#x scsi %#x", s->dev->name, r->cdb[0], f.srb, f.scsi);
	if (f.key) {
		scsi_sense(&t, f.key, f.asc, f.ascq);
		set_sense(r, &t, room);
	}
	r->srb_status = f.srb;
	r->scsi_status = f.scsi;
	r->data_length = 0;
	return true;
}

static void execute(struct stor *s, struct packet *p, struct vst_packet *v, u32 size)
{
	struct vst_srb *r = &v->srb;
	u32 room = s->vstor > 0x402 ? 20 : 18, i;
	const struct scsi_lun *peers[MAX_LUNS];
	struct scsi_task t = { 0 };
	struct scsi_lun *l;
	u8 cdb[16];

	(void)size;
	memcpy(cdb, r->cdb, sizeof(cdb));
	if (p->gpa_bytes > s->max_transfer)
		check_failed("max_transfer", "%s: %llu bytes in one request, %u allowed", s->dev->name,
			     (unsigned long long)p->gpa_bytes, s->max_transfer);
	if (r->data_length > p->gpa_bytes && r->data_length)
		check_failed("scsi_memory", "%s: %u bytes to move, memory for %llu", s->dev->name,
			     r->data_length, (unsigned long long)p->gpa_bytes);
	if (r->cdb_length > sizeof(cdb) || !r->cdb_length) {
		check_failed("scsi_cdb", "%s: command length %u", s->dev->name, r->cdb_length);
		r->srb_status = SRB_INVALID_REQUEST;
		return;
	}
	if (ordered_fault(s, r, room))
		return;
	t.cdb = cdb;
	t.cdb_len = r->cdb_length;
	t.segs = p->segs;
	t.nsegs = p->nsegs;
	t.data_len = r->data_length < p->gpa_bytes ? r->data_length : p->gpa_bytes;
	t.vstor = s->vstor;
	t.max_transfer = s->max_transfer;
	pthread_mutex_lock(&s->lock);
	l = lun_find(s, r->path, r->target, r->lun);
	for (i = 0; i < s->nluns; i++)
		if (s->ide || (s->lun[i]->path == r->path && s->lun[i]->target == r->target))
			peers[t.nluns++] = s->lun[i];
	t.luns = peers;
	if (l && l->nua && scsi_reports_ua(cdb[0])) {
		scsi_sense(&t, l->ua[0].key, l->ua[0].asc, l->ua[0].ascq);
		memmove(l->ua, l->ua + 1, sizeof(l->ua) - sizeof(l->ua[0]));
		l->nua--;
		pthread_mutex_unlock(&s->lock);
		trace("dev", "%s: unit attention %02x/%02x", s->dev->name, t.sense[12], t.sense[13]);
		set_sense(r, &t, room);
		r->data_length = 0;
		return;
	}
	pthread_mutex_unlock(&s->lock);
	if (!l && cdb[0] != 0x12 && cdb[0] != 0xa0) {
		/*
		 * "Invalid LUN" makes the driver remove a unit, and it looks for
		 * it on path 0 only: say it there alone.
		 */
		bool first = !r->path && !r->target;

		r->srb_status = first ? SRB_INVALID_LUN : SRB_NO_DEVICE;
		r->scsi_status = 0;
		r->data_length = 0;
		return;
	}
	scsi_execute(l, &t);
	set_sense(r, &t, room);
	r->data_length = t.moved;
}

/* ---- packets ---- */

static void stor_packet(struct channel *c, struct packet *p)
{
	struct stor *s = channel_device(c)->priv;
	struct vst_packet v = { 0 };
	u32 size = p->len < sizeof(v) ? p->len : sizeof(v), offer_subs = 0, op, i;
	bool drop = false;

	if (p->type == PKT_COMPLETION)
		return;
	if (p->len < VST_OLD_SIZE) {
		check_failed("vstor_short", "%s: packet of %u bytes", s->dev->name, p->len);
		return;
	}
	memcpy(&v, p->data, size);
	op = v.operation;
	if (!(p->flags & PKT_FLAG_COMPLETE) || !p->trans_id)
		check_failed("vstor_completion", "%s: operation %u with flags %u id %llx", s->dev->name, op,
			     p->flags, (unsigned long long)p->trans_id);
	if (op != VST_EXECUTE_SRB)
		trace("dev", "%s: operation %u, %u bytes", s->dev->name, op, p->len);
	v.status = NT_OK;
	switch (op) {
	case VST_BEGIN_INIT:
		pthread_mutex_lock(&s->lock);
		s->begun = true;
		s->ready = false;
		s->vstor = 0;
		pthread_mutex_unlock(&s->lock);
		break;
	case VST_QUERY_VERSION:
		v.status = s->begun ? query_version(s, &v) : NT_UNSUCCESSFUL;
		break;
	case VST_QUERY_PROPERTIES:
		properties(s, &v);
		break;
	case VST_END_INIT:
		if (!s->begun || !s->vstor) {
			check_failed("vstor_init", "%s: end of initialisation without a version", s->dev->name);
			v.status = NT_UNSUCCESSFUL;
		}
		s->ready = true;
		break;
	case VST_CREATE_SUBCHANNELS:
		v.status = create_subchannels(s, c, &v);
		offer_subs = v.status ? 0 : v.subchannels;
		break;
	case VST_RESET_LUN:
	case VST_RESET_ADAPTER:
	case VST_RESET_BUS:
		s->resets++;
		counter_add("storvsc.resets", 1);
		break;
	case VST_EXECUTE_SRB:
		if (!s->ready)
			check_failed("vstor_init", "%s: SRB before the end of initialisation", s->dev->name);
		pthread_mutex_lock(&s->lock);
		s->srbs++;
		if (++s->inflight > s->most_inflight)
			s->most_inflight = s->inflight;
		pthread_mutex_unlock(&s->lock);
		execute(s, p, &v, size);
		pthread_mutex_lock(&s->lock);
		s->inflight--;
		if (v.srb.srb_status != SRB_SUCCESS)
			s->refused++;
		if (s->drop) {
			s->drop--;
			drop = true;
		}
		pthread_mutex_unlock(&s->lock);
		break;
	default:
		check_failed("vstor_operation", "%s: operation %u", s->dev->name, op);
		v.status = NT_NOT_SUPPORTED;
	}
	if (drop)
		trace("dev", "%s: completion of %llx dropped as ordered", s->dev->name,
		      (unsigned long long)p->trans_id);
	else if (p->trans_id)
		answer(s, c, p->trans_id, &v, size);
	if (offer_subs) {
		pthread_mutex_lock(&vm.lock);
		for (i = 1; i <= offer_subs && s->dev->primary == c && channel_is_open(c); i++)
			channel_offer(s->dev, i);
		pthread_mutex_unlock(&vm.lock);
	}
}

static void stor_close(struct channel *c)
{
	struct stor *s = channel_device(c)->priv;
	struct held *h, *next;

	pthread_mutex_lock(&s->lock);
	for (h = STAILQ_FIRST(&s->held); h; h = next) {
		next = STAILQ_NEXT(h, link);
		if (h->chan != c)
			continue;
		STAILQ_REMOVE(&s->held, h, held, link);
		s->nheld--;
		free(h);
	}
	if (!channel_subindex(c) && (!s->dev->primary || s->dev->primary == c)) {
		s->begun = s->ready = false;
		s->vstor = 0;
	}
	pthread_mutex_unlock(&s->lock);
}

/* ---- scenario commands ---- */

static int release_held(struct stor *s)
{
	struct held *h;
	unsigned int n = 0;

	pthread_mutex_lock(&s->lock);
	s->hold = false;
	while ((h = STAILQ_FIRST(&s->held))) {
		STAILQ_REMOVE_HEAD(&s->held, link);
		s->nheld--;
		channel_complete(h->chan, h->trans_id, &h->reply, h->len);
		free(h);
		n++;
	}
	pthread_mutex_unlock(&s->lock);
	return n;
}

static struct scsi_lun *lun_arg(struct stor *s, const char *word, char *out, size_t outlen)
{
	struct scsi_lun *l = lun_find(s, 0, 0, strtoul(word, NULL, 0));

	if (!l)
		snprintf(out, outlen, "%s has no unit %s", s->dev->name, word);
	return l;
}

static int cmd_stats(struct stor *s, char *out, size_t outlen)
{
	unsigned int i, have;

	have = snprintf(out, outlen, "srbs %llu refused %llu resets %llu inflight %u most %u held %u vstor %u.%u\n",
			(unsigned long long)s->srbs, (unsigned long long)s->refused,
			(unsigned long long)s->resets, s->inflight, s->most_inflight, s->nheld,
			s->vstor >> 8, s->vstor & 0xff);
	for (i = 0; i < s->nluns && have < outlen; i++) {
		struct scsi_lun *l = s->lun[i];

		have += snprintf(out + have, outlen - have,
				 "lun %u %s size %llu reads %llu %llu writes %llu %llu flushes %llu unmaps %llu %llu errors %llu\n",
				 l->lun, l->disk->spec, (unsigned long long)l->disk->size,
				 (unsigned long long)l->reads, (unsigned long long)l->read_bytes,
				 (unsigned long long)l->writes, (unsigned long long)l->write_bytes,
				 (unsigned long long)l->flushes, (unsigned long long)l->unmaps,
				 (unsigned long long)l->unmap_bytes, (unsigned long long)l->errors);
	}
	return 0;
}

/* fail COUNT SRB [SCSI KEY ASC ASCQ], failop OPCODE COUNT SRB [SCSI KEY ASC ASCQ] */
static int cmd_fail(struct stor *s, int argc, char **argv, bool op)
{
	struct stor_fault f = { .opcode = -1 };
	int i = 1;

	if (op && argc > 1)
		f.opcode = strtol(argv[i++], NULL, 0);
	if (argc < i + 2)
		return -1;
	f.count = strtoul(argv[i], NULL, 0);
	f.srb = strtoul(argv[i + 1], NULL, 0);
	if (argc > i + 2)
		f.scsi = strtoul(argv[i + 2], NULL, 0);
	if (argc > i + 5) {
		f.key = strtoul(argv[i + 3], NULL, 0);
		f.asc = strtoul(argv[i + 4], NULL, 0);
		f.ascq = strtoul(argv[i + 5], NULL, 0);
	}
	pthread_mutex_lock(&s->lock);
	s->fault = f;
	pthread_mutex_unlock(&s->lock);
	return 0;
}

/* damage OPERATION|any COUNT OFFSET HEX */
static int cmd_damage(struct stor *s, char **argv, char *out, size_t outlen)
{
	struct stor_damage d = { 0 };

	d.operation = strcmp(argv[1], "any") ? (int)strtol(argv[1], NULL, 0) : -1;
	d.count = strtoul(argv[2], NULL, 0);
	d.offset = strtoul(argv[3], NULL, 0);
	d.nbytes = hex_parse(argv[4], d.bytes, sizeof(d.bytes));
	if (d.nbytes < 0 || d.offset + d.nbytes > sizeof(struct vst_packet)) {
		snprintf(out, outlen, "bad bytes, or beyond the packet's 64");
		return -1;
	}
	pthread_mutex_lock(&s->lock);
	s->damage = d;
	pthread_mutex_unlock(&s->lock);
	return 0;
}

static int cmd_resize(struct stor *s, char **argv, char *out, size_t outlen)
{
	struct scsi_lun *l = lun_arg(s, argv[1], out, outlen);
	u64 size;

	if (!l)
		return -1;
	if (!size_parse(argv[2], &size) || !size || size % HV_PAGE) {
		snprintf(out, outlen, "bad size %s", argv[2]);
		return -1;
	}
	if (disk_resize(l->disk, size)) {
		snprintf(out, outlen, "cannot resize %s", l->disk->spec);
		return -1;
	}
	pthread_mutex_lock(&s->lock);
	attention(s, l, 0x2a, 0x09);
	pthread_mutex_unlock(&s->lock);
	return 0;
}

static int cmd_rmlun(struct stor *s, char **argv, bool quiet, char *out, size_t outlen)
{
	struct scsi_lun *l = lun_arg(s, argv[1], out, outlen);
	unsigned int i;

	if (!l)
		return -1;
	pthread_mutex_lock(&s->lock);
	for (i = 0; s->lun[i] != l; i++)
		;
	s->nluns--;
	memmove(s->lun + i, s->lun + i + 1, (s->nluns - i) * sizeof(s->lun[0]));
	pthread_mutex_unlock(&s->lock);
	/* l itself stays: a service thread may be inside a command for it */
	if (!quiet)
		announce(s, VST_ENUMERATE_BUS);
	return 0;
}

static int stor_command(struct device *d, int argc, char **argv, char *out, size_t outlen)
{
	struct stor *s = d->priv;
	const char *w = argv[0];
	struct scsi_lun *l;
	u64 sum;

	if (!strcmp(w, "stats") && argc == 1)
		return cmd_stats(s, out, outlen);
	if (!strcmp(w, "addlun") && argc >= 3 && !strncmp(argv[2], "disk=", 5)) {
		if (lun_find(s, 0, 0, strtoul(argv[1], NULL, 0))) {
			snprintf(out, outlen, "unit %s exists", argv[1]);
			return -1;
		}
		pthread_mutex_lock(&s->lock);
		l = lun_add(s, strtoul(argv[1], NULL, 0), argv[2] + 5);
		if (l && argc > 3 && !strcmp(argv[3], "ro"))
			disk_set_ro(l->disk);
		pthread_mutex_unlock(&s->lock);
		if (!l) {
			snprintf(out, outlen, "cannot add %s", argv[2]);
			return -1;
		}
		announce(s, VST_ENUMERATE_BUS);
		return 0;
	}
	if (!strcmp(w, "rmlun") && (argc == 2 || (argc == 3 && !strcmp(argv[2], "quiet"))))
		return cmd_rmlun(s, argv, argc == 3, out, outlen);
	if (!strcmp(w, "resize") && argc == 3)
		return cmd_resize(s, argv, out, outlen);
	if (!strcmp(w, "attention") && argc == 4) {
		l = lun_arg(s, argv[1], out, outlen);
		if (!l)
			return -1;
		pthread_mutex_lock(&s->lock);
		attention(s, l, strtoul(argv[2], NULL, 0), strtoul(argv[3], NULL, 0));
		pthread_mutex_unlock(&s->lock);
		return 0;
	}
	if (!strcmp(w, "announce") && argc == 2) {
		announce(s, strtoul(argv[1], NULL, 0));
		return 0;
	}
	if (!strcmp(w, "fail") && !cmd_fail(s, argc, argv, false))
		return 0;
	if (!strcmp(w, "failop") && !cmd_fail(s, argc, argv, true))
		return 0;
	if (!strcmp(w, "damage") && argc == 5)
		return cmd_damage(s, argv, out, outlen);
	if (!strcmp(w, "hold") && argc == 1) {
		s->hold = true;
		return 0;
	}
	if (!strcmp(w, "release") && argc == 1) {
		snprintf(out, outlen, "released %d\n", release_held(s));
		return 0;
	}
	if (!strcmp(w, "drop-completion") && argc == 2) {
		s->drop = strtoul(argv[1], NULL, 0);
		return 0;
	}
	if (!strcmp(w, "checksum") && argc == 2) {
		l = lun_arg(s, argv[1], out, outlen);
		if (!l)
			return -1;
		if (disk_checksum(l->disk, &sum)) {
			snprintf(out, outlen, "cannot read %s", l->disk->spec);
			return -1;
		}
		snprintf(out, outlen, "size %llu fnv64 %016llx\n", (unsigned long long)l->disk->size,
			 (unsigned long long)sum);
		return 0;
	}
	if (!out[0])
		snprintf(out, outlen, "usage: stats | addlun N disk=SPEC [ro] | rmlun N [quiet] | resize N SIZE | attention N ASC ASCQ | announce OPERATION | fail COUNT SRB [SCSI KEY ASC ASCQ] | failop OPCODE COUNT SRB [SCSI KEY ASC ASCQ] | damage OPERATION|any COUNT OFFSET HEX | hold | release | drop-completion COUNT | checksum N");
	return -1;
}

/* ---- set-up ---- */

static int stor_option(struct stor *s, char *tok)
{
	struct scsi_lun *last = s->nluns ? s->lun[s->nluns - 1] : NULL;
	unsigned int a, b, c;

	if (!strncmp(tok, "disk=", 5))
		return lun_add(s, -1, tok + 5) ? 0 : -2;
	if (!strcmp(tok, "ro") && last)
		return disk_set_ro(last->disk);
	if (!strcmp(tok, "cache=through") && last) {
		last->disk->write_through = true;
		return 0;
	}
	if (!strncmp(tok, "block=", 6) && last && (atoi(tok + 6) == 512 || atoi(tok + 6) == 4096)) {
		last->disk->block = atoi(tok + 6);
		return 0;
	}
	if (!strncmp(tok, "serial=", 7) && last && strlen(tok + 7) < sizeof(last->serial) && tok[7]) {
		strcpy(last->serial, tok + 7);
		return 0;
	}
	if (sscanf(tok, "at=%u:%u:%u", &a, &b, &c) == 3 && last && a < 8 && b < 2 && c < 255) {
		last->path = a;
		last->target = b;
		last->lun = c;
		return 0;
	}
	if (sscanf(tok, "vstor=%u.%u", &a, &b) == 2) {
		s->vstor_max = a << 8 | b;
		return 0;
	}
	if (!strncmp(tok, "max-transfer=", 13)) {
		s->max_transfer = strtoul(tok + 13, NULL, 0);
		return s->max_transfer >= HV_PAGE ? 0 : -1;
	}
	return -1;
}

static int stor_init(struct device *d, const char *args)
{
	struct stor *s = calloc(1, sizeof(*s));
	char *copy = strdup(args), *tok, *save = NULL;
	int rc;

	if (!s || !copy)
		die(4, "out of memory for %s", d->name);
	s->dev = d;
	s->ide = !strcmp(d->ops->name, "ide");
	s->max_transfer = 0x40000;
	pthread_mutex_init(&s->lock, NULL);
	STAILQ_INIT(&s->held);
	d->priv = s;
	d->offer_flags |= OFFER_ENUMERATE_INTERFACE;
	for (tok = strtok_r(copy, ",", &save); tok; tok = strtok_r(NULL, ",", &save)) {
		rc = stor_option(s, tok);
		if (rc == -1)
			fprintf(stderr, "hvhost: %s: bad device option \"%s\"\n", d->name, tok);
		if (rc) {
			free(copy);
			return -1;
		}
	}
	free(copy);
	if (s->ide) {
		static u8 next_target;
		u32 flags = 2;

		if (!s->nluns) {
			fprintf(stderr, "hvhost: %s: an IDE device needs disk=...\n", d->name);
			return -1;
		}
		/* controller and drive are coded in the instance; bit 1 says that an emulated twin exists */
		if (next_target < 2) {
			ata_twins[next_target].disk = s->lun[0]->disk;
			ata_twins[next_target].serial = s->lun[0]->serial;
		}
		guid_parse("00000000-0000-8899-0000-000000000000", &d->instance);
		d->instance.b[0] = 0x1d;
		d->instance.b[4] = next_target++;
		d->instance.b[5] = 0;
		d->user_defined[3] = d->instance.b[4];
		memcpy(d->user_defined + 8, &flags, sizeof(flags));
	}
	return 0;
}

static const struct device_ops scsi_ops = {
	.name = "scsi",
	.type = { { 0xd9, 0x63, 0x61, 0xba, 0xa1, 0x04, 0x29, 0x4d, 0xb6, 0x05, 0x72, 0xe2, 0xff, 0xb1, 0xdc, 0x7f } },
	.many = true, .init = stor_init, .close = stor_close, .packet = stor_packet, .command = stor_command,
};

static const struct device_ops ide_ops = {
	.name = "ide",
	.type = { { 0x32, 0x26, 0x41, 0x32, 0xcb, 0x86, 0xa2, 0x44, 0x9b, 0x5c, 0x50, 0xd1, 0x41, 0x73, 0x54, 0xf5 } },
	.many = true, .init = stor_init, .close = stor_close, .packet = stor_packet, .command = stor_command,
};

__attribute__((constructor)) static void stor_register(void)
{
	device_register(&scsi_ops);
	device_register(&ide_ops);
}
