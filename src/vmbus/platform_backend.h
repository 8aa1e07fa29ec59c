/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What platform_common.c needs from the one implementation of the machine that
 * is built with it: platform_native.c or platform_legacy.c.
 */
#ifndef VMBUS_PLATFORM_BACKEND_H
#define VMBUS_PLATFORM_BACKEND_H

#include <linux/percpu.h>
#include <linux/types.h>
#include <hyperv/hv_proto.h>
#include "platform.h"

/**
 * struct hv_platform_cpu - SynIC pages of one CPU, shared with the host
 * @message: message page, or NULL
 * @event: event flags page, or NULL
 * @on: the host was told about the pages; changed by the CPU itself
 * @vp_index: the host's index of the CPU, where the kernel keeps no map
 */
struct hv_platform_cpu {
	struct hyperv_message_page *message;
	struct hyperv_event_page *event;
	bool on;
	u32 vp_index;
};

DECLARE_PER_CPU(struct hv_platform_cpu, hv_platform_cpu);

/* The client, NULL before hv_platform_init() and after hv_platform_exit(). */
extern const struct hv_platform_client *hv_platform_client;
/* See hv_platform_set_shutdown_hook(). */
extern void (*hv_platform_shutdown_hook)(bool crash);

/* -------- supplied by the implementation; any context -------- */

u64 hv_backend_get_msr(u32 msr);
void hv_backend_set_msr(u32 msr, u64 value);
/* A hypercall with input in memory and no output; the host's 64-bit result. */
u64 hv_backend_hypercall(u32 code, void *input);
/* A timer message arrived on this CPU; hard interrupt. */
void hv_backend_timer_expired(void);
/* Vector and AutoEOI of a SINT, as bits of its register. */
u64 hv_backend_sint(void);
/* What the implementation itself lost over a hibernation; interrupts off. */
void hv_backend_resume(void);

/* -------- supplied by platform_common.c -------- */

/* Is all memory visible to the host? CPUID only. Any context. */
bool hv_platform_isolated(void);
/* Do the CPUID leaves promise what the bus needs? 0 or -ENODEV. Any context. */
int hv_platform_check_features(void);

/* Memory for messages and SynIC; may sleep. 0 or -ENOMEM, then all is undone. */
int hv_platform_alloc(const struct hv_platform_client *client);
/* No CPU's SynIC is on, no interrupt comes any more. */
void hv_platform_free(void);

/* The handler of one CPU: its flags, then its message; hard interrupt on it. */
void hv_platform_handle(struct hv_platform_cpu *c);
/* The event flags only; hard interrupt of any CPU. */
void hv_platform_handle_events(struct hv_platform_cpu *c);
/* Does a message wait in the slot of @c? Any context. */
bool hv_platform_message_waits(const struct hv_platform_cpu *c);

/* On the CPU itself, which must not change; no sleeping. */
void hv_platform_synic_on(unsigned int cpu);
void hv_platform_synic_off(void *unused);

#endif /* VMBUS_PLATFORM_BACKEND_H */
