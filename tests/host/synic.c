// SPDX-License-Identifier: GPL-2.0-only
/*
 * The synthetic interrupt controller: 16 sources per virtual processor, each
 * with a message slot and 2048 event flags.
 *
 * Messages of one VP and SINT queue up in order, whoever sends them.  The slot
 * in the guest's page holds one; the guest empties it, and when the host has
 * said in the slot that more is waiting, the guest writes the EOM register.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core.h"

#define SINTS 16
#define MSR_SCONTROL 0x40000080u
#define MSR_SVERSION 0x40000081u
#define MSR_SIEFP 0x40000082u
#define MSR_SIMP 0x40000083u
#define MSR_EOM 0x40000084u
#define MSR_SINT0 0x40000090u

#define ENABLE 1ull
#define SINT_MASKED (1ull << 16)
#define SINT_POLLING (1ull << 18)
#define SINT_RESET SINT_MASKED

#define SLOT_SIZE 256
#define PAYLOAD_MAX 240
#define FLAG_PENDING 1
#define EVENT_FLAGS 2048
#define QUEUE_MAX 4096
#define EOM_PATIENCE 500000000ull	/* ns for which a slot may stay empty with messages waiting */

struct slot {
	u32 type;
	u8 size, flags, reserved[2];
	u64 sender;
	u8 payload[PAYLOAD_MAX];
};

struct message {
	STAILQ_ENTRY(message) link;
	u32 type;
	u8 size;
	u8 payload[PAYLOAD_MAX];
};

STAILQ_HEAD(message_queue, message);

/* vm.lock, except that siefp and sint are also read without it (atomically). */
static struct synic {
	u64 scontrol, siefp, simp, sint[SINTS];
	u8 below_simp[HV_PAGE], below_siefp[HV_PAGE];
	struct message_queue queue[SINTS];
	unsigned int queued[SINTS];
	u64 empty_since[SINTS];	/* slot empty although messages wait; 0: not seen so */
} synics[MAX_VCPU];

/* The guest may write EOM once for each time that it was told to; counted over all VPs. */
static u64 pending_told;

static struct synic *synic_of(int vp)
{
	return vp >= 0 && vp < vm.prof.vcpus ? &synics[vp] : NULL;
}

static u64 load(const u64 *p)
{
	return __atomic_load_n(p, __ATOMIC_ACQUIRE);
}

bool synic_sint_enabled(int vp, int sint)
{
	struct synic *s = synic_of(vp);

	return s && sint >= 0 && sint < SINTS && s->scontrol & ENABLE && s->simp & ENABLE &&
	       !(load(&s->sint[sint]) & SINT_MASKED);
}

void synic_interrupt(int vp, int sint)
{
	struct synic *s = synic_of(vp);
	u64 v;

	if (!s || sint < 0 || sint >= SINTS)
		return;
	v = load(&s->sint[sint]);
	if (v & (SINT_MASKED | SINT_POLLING))
		return;
	counter_add("synic.interrupts", 1);
	kvm_signal_vector(vp, v & 0xff);
}

void synic_signal_event(int vp, int sint, unsigned int flag)
{
	struct synic *s = synic_of(vp);
	u64 page, *word, bit = 1ull << flag % 64;

	if (!s || sint < 0 || sint >= SINTS || flag >= EVENT_FLAGS)
		return;
	page = load(&s->siefp);
	if (!(page & ENABLE) || !(load(&s->scontrol) & ENABLE)) {
		trace("irq", "vp %d sint %d flag %u lost: events are off", vp, sint, flag);
		return;
	}
	word = gpa_ptr((page & ~(u64)(HV_PAGE - 1)) + sint * SLOT_SIZE + flag / 64 * 8, 8);
	if (!word || __atomic_fetch_or(word, bit, __ATOMIC_SEQ_CST) & bit)
		return;
	counter_add("synic.events", 1);
	trace("irq", "event vp %d sint %d flag %u", vp, sint, flag);
	synic_interrupt(vp, sint);
}

/* ---- messages ---- */

static struct slot *slot_of(struct synic *s, int sint)
{
	if (!(s->scontrol & ENABLE) || !(s->simp & ENABLE))
		return NULL;
	return gpa_ptr((s->simp & ~(u64)(HV_PAGE - 1)) + sint * SLOT_SIZE, SLOT_SIZE);
}

static bool slot_free(struct slot *slot)
{
	return !__atomic_load_n(&slot->type, __ATOMIC_SEQ_CST);
}

/* Put the first waiting message into the slot if that is free. */
static bool deliver(int vp, int sint)
{
	struct synic *s = &synics[vp];
	struct message *m = STAILQ_FIRST(&s->queue[sint]);
	struct slot *slot;

	if (!m)
		return false;
	slot = slot_of(s, sint);
	if (!slot)
		return false;
	if (!slot_free(slot)) {
		/* Tell first, then look again: the guest may just have emptied the slot. */
		if (!(__atomic_fetch_or(&slot->flags, FLAG_PENDING, __ATOMIC_SEQ_CST) & FLAG_PENDING))
			pending_told++;
		if (!slot_free(slot))
			return false;
	}
	STAILQ_REMOVE_HEAD(&s->queue[sint], link);
	s->queued[sint]--;
	s->empty_since[sint] = 0;
	slot->size = m->size;
	slot->flags = STAILQ_EMPTY(&s->queue[sint]) ? 0 : FLAG_PENDING;
	if (slot->flags)
		pending_told++;
	slot->sender = 0;
	memcpy(slot->payload, m->payload, m->size);
	__atomic_store_n(&slot->type, m->type, __ATOMIC_SEQ_CST);
	counter_add("synic.messages", 1);
	free(m);
	synic_interrupt(vp, sint);
	return true;
}

static void deliver_all(int vp)
{
	int sint;

	for (sint = 0; sint < SINTS; sint++)
		deliver(vp, sint);
}

int synic_post(int vp, int sint, u32 type, const void *payload, unsigned int len)
{
	struct synic *s = synic_of(vp);
	struct message *m;

	if (!s || sint < 0 || sint >= SINTS || len > PAYLOAD_MAX || s->queued[sint] >= QUEUE_MAX)
		return -1;
	m = xcalloc(1, sizeof(*m));
	m->type = type;
	m->size = len;
	memcpy(m->payload, payload, len);
	STAILQ_INSERT_TAIL(&s->queue[sint], m, link);
	s->queued[sint]++;
	deliver(vp, sint);
	return 0;
}

/*
 * A timer was stopped or set anew: its message must not come any more once the
 * guest has seen the register write done, so take back what has not reached the slot.
 */
void synic_take_back(int vp, int sint, u32 type, u32 first_word)
{
	struct synic *s = synic_of(vp);
	struct message *m, *next;
	u32 word;

	if (!s || sint < 0 || sint >= SINTS)
		return;
	for (m = STAILQ_FIRST(&s->queue[sint]); m; m = next) {
		next = STAILQ_NEXT(m, link);
		memcpy(&word, m->payload, sizeof(word));
		if (m->type != type || word != first_word)
			continue;
		STAILQ_REMOVE(&s->queue[sint], m, message, link);
		s->queued[sint]--;
		free(m);
	}
}

/*
 * Called about every 10 ms.  A crashing guest may write EOM on another
 * processor than the one whose slot it emptied; do not hang for that, but count it.
 */
void synic_retry(void)
{
	int vp, sint;

	for (vp = 0; vp < vm.prof.vcpus; vp++) {
		struct synic *s = &synics[vp];

		for (sint = 0; sint < SINTS; sint++) {
			struct slot *slot;

			if (STAILQ_EMPTY(&s->queue[sint]))
				continue;
			slot = slot_of(s, sint);
			if (!slot || !slot_free(slot)) {
				s->empty_since[sint] = 0;
				continue;
			}
			if (!s->empty_since[sint]) {
				s->empty_since[sint] = now_ns();
			} else if (now_ns() - s->empty_since[sint] > EOM_PATIENCE) {
				check_failed("missing_eom", "vp %d sint %d", vp, sint);
				deliver(vp, sint);
			}
		}
	}
}

static void end_of_message(int vp)
{
	counter_add("synic.eom", 1);
	if (pending_told)
		pending_told--;
	else
		check_failed("needless_eom", "vp %d", vp);
	deliver_all(vp);
}

/* ---- registers ---- */

static void set_sint(struct vcpu *v, struct synic *s, int sint, u64 value)
{
	u8 vector = value;

	if (!(value & SINT_MASKED) && vector < 16)
		check_failed("sint_vector", "vp %d sint %d vector %u", v->vp, sint, vector);
	__atomic_store_n(&s->sint[sint], value, __ATOMIC_RELEASE);
	if (kvm_mirror_sint(v, sint, value))
		trace("msr", "KVM does not take sint %d = %#llx", sint, (unsigned long long)value);
	if (!(value & SINT_MASKED))
		deliver(v->vp, sint);
}

static int synic_write(struct vcpu *v, u32 msr, u64 value)
{
	struct synic *s = &synics[v->vp];

	if (msr != MSR_EOM)
		trace("msr", "vp %d %s%.0d %#llx", v->vp,
		      msr == MSR_SCONTROL ? "scontrol" : msr == MSR_SIEFP ? "siefp" :
		      msr == MSR_SIMP ? "simp" : "sint", msr >= MSR_SINT0 ? (int)(msr - MSR_SINT0) : 0,
		      (unsigned long long)value);
	switch (msr) {
	case MSR_SCONTROL:
		s->scontrol = value;
		deliver_all(v->vp);
		return 0;
	case MSR_SIEFP:
		overlay_set(&s->siefp, value, s->below_siefp, "", 0);
		return 0;
	case MSR_SIMP:
		overlay_set(&s->simp, value, s->below_simp, "", 0);
		deliver_all(v->vp);
		return 0;
	case MSR_EOM:
		end_of_message(v->vp);
		return 0;
	case MSR_SINT0 ... MSR_SINT0 + SINTS - 1:
		set_sint(v, s, msr - MSR_SINT0, value);
		return 0;
	default:
		return -1;
	}
}

int synic_msr(struct vcpu *v, u32 msr, bool write, u64 *value)
{
	struct synic *s = &synics[v->vp];

	if (write)
		return synic_write(v, msr, *value);
	switch (msr) {
	case MSR_SCONTROL:
		*value = s->scontrol;
		return 0;
	case MSR_SVERSION:
		*value = 1;
		return 0;
	case MSR_SIEFP:
		*value = s->siefp;
		return 0;
	case MSR_SIMP:
		*value = s->simp;
		return 0;
	case MSR_EOM:
		*value = 0;
		return 0;
	case MSR_SINT0 ... MSR_SINT0 + SINTS - 1:
		*value = s->sint[msr - MSR_SINT0];
		return 0;
	default:
		return -1;
	}
}

void synic_vp_reset(int vp)
{
	struct synic *s = &synics[vp];
	struct message *m;
	int i;

	for (i = 0; i < SINTS; i++) {
		while (s->queue[i].stqh_last && (m = STAILQ_FIRST(&s->queue[i]))) {
			STAILQ_REMOVE_HEAD(&s->queue[i], link);
			free(m);
		}
		STAILQ_INIT(&s->queue[i]);
		s->queued[i] = 0;
		s->empty_since[i] = 0;
		s->sint[i] = SINT_RESET;
	}
	s->scontrol = s->siefp = s->simp = 0;
	pending_told = 0;
}
