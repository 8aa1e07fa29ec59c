// SPDX-License-Identifier: GPL-2.0-only
/*
 * What every implementation of the machine has in common: the message and event
 * pages of each CPU, posting of messages, the crash path. The synthetic interrupt
 * controller (SynIC) is ours on every kernel.
 *
 * Locking: post_lock protects post_input. The per-CPU state is changed on its
 * own CPU only, with the exception of the crash path, which looks at the
 * message slots of all CPUs while those stand still.
 *
 * Host contract: the message and event pages are writable by the host at any
 * time. A message is copied out once and only the copy is used.
 */
#define pr_fmt(fmt) "hv_vmbus: " fmt

#include <linux/cpumask.h>
#include <linux/delay.h>
#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/nmi.h>
#include <linux/percpu.h>
#include <linux/ratelimit.h>
#include <linux/smp.h>
#include <linux/string.h>
#include <asm/cpuid/api.h>
#include <asm/io.h>
#include <hyperv/hv_proto.h>
#include <hyperv/vmbus_proto.h>
#include "platform_backend.h"

#define POST_TRIES		100
#define POST_DELAY_MAX_MS	2000
#define CRASH_POST_TRIES	100
#define CRASH_POLL_MS		10
#define CRASH_TELL_MS		10000

DEFINE_PER_CPU(struct hv_platform_cpu, hv_platform_cpu);
const struct hv_platform_client *hv_platform_client;
void (*hv_platform_shutdown_hook)(bool crash);

static DEFINE_MUTEX(post_lock);
static struct hyperv_post_input *post_input;
/* Used by the one CPU that is alive in a crash. */
static struct hyperv_post_input *crash_input;
/*
 * Type of the last channel message that an interrupt took. In a crash other
 * CPUs may still run and take the message that hv_platform_poll_message() is
 * looking for.
 */
static u32 last_type;

/* -------- detection -------- */

/* Confidential: memory is hidden from the host unless shared explicitly. */
bool hv_platform_isolated(void)
{
	if (!(cpuid_ebx(HYPERV_LEAF_FEATURES) & HYPERV_PRIV_ISOLATION) ||
	    cpuid_eax(HYPERV_LEAF_VENDOR) < HYPERV_LEAF_ISOLATION)
		return false;
	return (cpuid_ebx(HYPERV_LEAF_ISOLATION) &
		HYPERV_ISOLATION_TYPE_MASK) != 0;
}

int hv_platform_check_features(void)
{
	const u32 feat = HYPERV_FEAT_SYNIC | HYPERV_FEAT_HYPERCALL |
			 HYPERV_FEAT_VP_INDEX;
	const u32 priv = HYPERV_PRIV_POST_MESSAGES | HYPERV_PRIV_SIGNAL_EVENTS;
	u32 ebx = cpuid_ebx(HYPERV_LEAF_FEATURES);

	/* The root partition is the host itself. */
	if (ebx & HYPERV_PRIV_CREATE_PARTITIONS)
		return -ENODEV;
	if ((cpuid_eax(HYPERV_LEAF_FEATURES) & feat) != feat ||
	    (ebx & priv) != priv)
		return -ENODEV;
	return 0;
}

/* -------- interrupts -------- */

/*
 * Free a message slot, if @type is still what it holds, and ask the host for
 * the next message if it has one queued.
 */
static void hv_platform_eom(struct hyperv_message *msg, u32 type)
{
	if (cmpxchg(&msg->type, type, HYPERV_MSG_NONE) != type)
		return;
	/*
	 * The empty slot before the read of the flag; cmpxchg() alone is no
	 * barrier on a guest with one CPU, which runs without lock prefixes.
	 * Pairs with the host, which sets the flag before it looks at the
	 * slot again: either it finds the slot empty, or we see the flag.
	 */
	virt_mb();
	if (READ_ONCE(msg->flags) & HYPERV_MSG_FLAG_PENDING)
		hv_backend_set_msr(HYPERV_MSR_EOM, 0);
}

static void hv_platform_message(struct hyperv_message *msg)
{
	u8 payload[HYPERV_MESSAGE_PAYLOAD] __aligned(8);
	/* Type before payload. Pairs with the host, which writes it last. */
	u32 type = virt_load_acquire(&msg->type);
	u32 len;

	switch (type) {
	case HYPERV_MSG_NONE:
		return;
	case HYPERV_MSG_TIMER_EXPIRED:
		hv_platform_eom(msg, type);
		hv_backend_timer_expired();
		return;
	case HYPERV_MSG_CHANNEL:
		len = READ_ONCE(msg->payload_size);
		if (len > sizeof(payload)) {
			hv_platform_eom(msg, type);
			return;
		}
		memset(payload, 0, sizeof(last_type));
		memcpy(payload, msg->payload, len);
		hv_platform_eom(msg, type);
		memcpy(&type, payload, sizeof(type));
		WRITE_ONCE(last_type, type);
		hv_platform_client->message(payload, len);
		return;
	default:
		hv_platform_eom(msg, type);
	}
}

void hv_platform_handle_events(struct hv_platform_cpu *c)
{
	hv_platform_client->events((unsigned long *)
				   c->event->flags[VMBUS_MESSAGE_SINT]);
}

void hv_platform_handle(struct hv_platform_cpu *c)
{
	if (!READ_ONCE(c->on))
		return;
	hv_platform_handle_events(c);
	hv_platform_message(&c->message->slot[VMBUS_MESSAGE_SINT]);
}

bool hv_platform_message_waits(const struct hv_platform_cpu *c)
{
	return READ_ONCE(c->message->slot[VMBUS_MESSAGE_SINT].type) !=
		HYPERV_MSG_NONE;
}

/* -------- SynIC of a CPU -------- */

static void hv_platform_page_on(u32 msr, void *page)
{
	u64 val = hv_backend_get_msr(msr) & HYPERV_SYNIC_PAGE_RESERVED;

	/* A page of the kernel is a host page on this architecture. */
	val |= (u64)virt_to_phys(page) & ~(u64)(HV_HYP_PAGE_SIZE - 1);
	hv_backend_set_msr(msr, val | HYPERV_SYNIC_PAGE_ENABLE);
}

static void hv_platform_page_off(u32 msr)
{
	hv_backend_set_msr(msr, hv_backend_get_msr(msr) & HYPERV_SYNIC_PAGE_RESERVED);
}

void hv_platform_synic_on(unsigned int cpu)
{
	struct hv_platform_cpu *c = &per_cpu(hv_platform_cpu, cpu);
	const u32 sint_msr = HYPERV_MSR_SINT0 + VMBUS_MESSAGE_SINT;
	u64 sint;

	/* What an earlier kernel or an earlier life of this CPU left. */
	memset(c->message, 0, sizeof(*c->message));
	memset(c->event, 0, sizeof(*c->event));
	/* The interrupt handler of this very CPU is the only reader. */
	WRITE_ONCE(c->on, true);

	hv_platform_page_on(HYPERV_MSR_SIMP, c->message);
	hv_platform_page_on(HYPERV_MSR_SIEFP, c->event);

	sint = hv_backend_get_msr(sint_msr);
	sint &= ~(HYPERV_SINT_VECTOR_MASK | HYPERV_SINT_MASKED |
		  HYPERV_SINT_AUTO_EOI | HYPERV_SINT_POLLING);
	sint |= hv_backend_sint();
	hv_backend_set_msr(sint_msr, sint);

	hv_backend_set_msr(HYPERV_MSR_SCONTROL, hv_backend_get_msr(HYPERV_MSR_SCONTROL) |
					HYPERV_SCONTROL_ENABLE);
}

/* The registers only: also in a crash, on the CPU that it is about. */
void hv_platform_synic_off(void *unused)
{
	const u32 sint_msr = HYPERV_MSR_SINT0 + VMBUS_MESSAGE_SINT;
	struct hv_platform_cpu *c = &per_cpu(hv_platform_cpu, smp_processor_id());

	if (!c->on)
		return;
	hv_backend_set_msr(sint_msr, hv_backend_get_msr(sint_msr) | HYPERV_SINT_MASKED);
	hv_platform_page_off(HYPERV_MSR_SIMP);
	hv_platform_page_off(HYPERV_MSR_SIEFP);
	hv_backend_set_msr(HYPERV_MSR_SCONTROL, hv_backend_get_msr(HYPERV_MSR_SCONTROL) &
					~HYPERV_SCONTROL_ENABLE);
	WRITE_ONCE(c->on, false);
}

void hv_platform_cpu_suspend(void)
{
	hv_platform_synic_off(NULL);
}

void hv_platform_cpu_resume(void)
{
	hv_backend_resume();
	/* After a sleep that kept the connection the pages are in use. */
	if (!per_cpu(hv_platform_cpu, smp_processor_id()).on)
		hv_platform_synic_on(smp_processor_id());
}

void hv_platform_free(void)
{
	unsigned int cpu;

	for_each_possible_cpu(cpu) {
		struct hv_platform_cpu *c = &per_cpu(hv_platform_cpu, cpu);

		free_page((unsigned long)c->message);
		free_page((unsigned long)c->event);
		c->message = NULL;
		c->event = NULL;
	}
	free_page((unsigned long)post_input);
	free_page((unsigned long)crash_input);
	post_input = NULL;
	crash_input = NULL;
	hv_platform_client = NULL;
}

int hv_platform_alloc(const struct hv_platform_client *client)
{
	unsigned int cpu;

	BUILD_BUG_ON(PAGE_SIZE != HV_HYP_PAGE_SIZE);
	post_input = (void *)get_zeroed_page(GFP_KERNEL);
	crash_input = (void *)get_zeroed_page(GFP_KERNEL);
	if (!post_input || !crash_input)
		goto err_free;
	for_each_possible_cpu(cpu) {
		struct hv_platform_cpu *c = &per_cpu(hv_platform_cpu, cpu);

		c->on = false;
		c->message = (void *)get_zeroed_page(GFP_KERNEL);
		c->event = (void *)get_zeroed_page(GFP_KERNEL);
		if (!c->message || !c->event)
			goto err_free;
	}
	hv_platform_client = client;
	return 0;

err_free:
	hv_platform_free();
	return -ENOMEM;
}

/* -------- hypercalls -------- */

/* 0; -EAGAIN: try again later; -ENXIO: no such connection; -EIO. */
static int hv_platform_post_once(struct hyperv_post_input *in,
				 u32 connection_id, const void *payload,
				 u32 len)
{
	u64 result;

	in->connection_id = connection_id;
	in->reserved = 0;
	in->message_type = HYPERV_MSG_CHANNEL;
	in->payload_size = len;
	memcpy(in->payload, payload, len);
	result = hv_backend_hypercall(HYPERV_CALL_POST_MESSAGE, in);

	switch (result & HYPERV_STATUS_MASK) {
	case HYPERV_STATUS_SUCCESS:
		return 0;
	case HYPERV_STATUS_NO_MEMORY:
	case HYPERV_STATUS_NO_BUFFERS:
		return -EAGAIN;
	case HYPERV_STATUS_BAD_CONNECTION:
		return -ENXIO;
	default:
		pr_err_ratelimited("posting a message failed, status 0x%x\n",
				   (u32)(result & HYPERV_STATUS_MASK));
		return -EIO;
	}
}

int hv_platform_post_message(u32 connection_id, const void *payload, u32 len,
			     bool initiate)
{
	unsigned int delay = 1;
	int ret, i;

	if (len > HYPERV_MESSAGE_PAYLOAD)
		return -EINVAL;
	for (i = 0; i < POST_TRIES; i++) {
		mutex_lock(&post_lock);
		ret = hv_platform_post_once(post_input, connection_id, payload,
					    len);
		mutex_unlock(&post_lock);
		if (ret == -ENXIO && initiate)
			return -EOPNOTSUPP;
		if (ret != -EAGAIN && ret != -ENXIO)
			return ret;
		/* Most shortages are over at once, a busy host needs longer. */
		if (delay < 20)
			usleep_range(delay * 1000, delay * 2000);
		else
			msleep(delay);
		delay = min(delay * 2, (unsigned int)POST_DELAY_MAX_MS);
	}
	return -EAGAIN;
}

int hv_platform_post_message_atomic(u32 connection_id, const void *payload,
				    u32 len)
{
	int ret = -EAGAIN;
	int i;

	if (len > HYPERV_MESSAGE_PAYLOAD || !crash_input)
		return -EINVAL;
	for (i = 0; i < CRASH_POST_TRIES; i++) {
		ret = hv_platform_post_once(crash_input, connection_id, payload,
					    len);
		if (ret != -EAGAIN && ret != -ENXIO)
			return ret;
		mdelay(1);
		touch_nmi_watchdog();
	}
	return -EAGAIN;
}

/* -------- crash -------- */

int hv_platform_poll_message(u32 type, unsigned int ms)
{
	unsigned int waited, cpu;
	u32 slot_type, msg_type;
	bool found = false;

	for (waited = 0; ; waited += CRASH_POLL_MS) {
		/*
		 * The host sends to the CPU that the contact named, wherever
		 * the crash happened. Everything else in the slots must go
		 * too, or it would block the answer.
		 */
		for_each_present_cpu(cpu) {
			struct hv_platform_cpu *c = &per_cpu(hv_platform_cpu, cpu);
			struct hyperv_message *msg;

			if (!c->message)
				continue;
			msg = &c->message->slot[VMBUS_MESSAGE_SINT];
			/* The host writes the type last. */
			slot_type = virt_load_acquire(&msg->type);
			if (slot_type == HYPERV_MSG_NONE)
				continue;
			memcpy(&msg_type, msg->payload, sizeof(msg_type));
			barrier();
			if (slot_type == HYPERV_MSG_CHANNEL &&
			    msg_type == type)
				found = true;
			hv_platform_eom(msg, slot_type);
		}
		if (found || READ_ONCE(last_type) == type)
			return 0;
		if (waited >= ms)
			return -ETIMEDOUT;
		/* Who looks at the console sees why the machine does not restart. */
		if (waited && !(waited % CRASH_TELL_MS))
			pr_warn("waiting for the host's answer, %u of %u s\n",
				  waited / 1000, ms / 1000);
		mdelay(CRASH_POLL_MS);
		touch_nmi_watchdog();
	}
}

bool hv_platform_has_crash_regs(void)
{
	return cpuid_edx(HYPERV_LEAF_FEATURES) & HYPERV_MISC_CRASH_MSRS;
}

void hv_platform_report_crash(const u64 regs[HYPERV_CRASH_PARAMS],
			      const void *text, u32 len)
{
	u64 param[HYPERV_CRASH_PARAMS];
	u64 ctl = HYPERV_CRASH_NOTIFY;
	int i;

	if (!hv_platform_has_crash_regs())
		return;
	memcpy(param, regs, sizeof(param));
	param[1] = hv_backend_get_msr(HYPERV_MSR_GUEST_OS_ID);
	if (text && len && !hv_platform_isolated()) {
		param[3] = virt_to_phys((void *)text);
		param[4] = len;
		ctl |= HYPERV_CRASH_MESSAGE;
	}
	for (i = 0; i < HYPERV_CRASH_PARAMS; i++)
		hv_backend_set_msr(HYPERV_MSR_CRASH_P0 + i, param[i]);
	hv_backend_set_msr(HYPERV_MSR_CRASH_CTL, ctl);
}
