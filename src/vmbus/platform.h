/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the bus needs from the machine, cut so that a kernel with Hyper-V
 * support of its own (platform_native.c) and another implementation, for one
 * without any, fit behind it without a change above.
 *
 * Nothing above this header touches an MSR, a hypercall or the SynIC.
 */
#ifndef VMBUS_PLATFORM_H
#define VMBUS_PLATFORM_H

#include <linux/types.h>

struct acpi_device;

/**
 * struct hv_platform_client - callbacks into the bus
 * @message: a control message arrived for this CPU; hard interrupt context.
 *	@payload is a private copy of @len bytes (<= 240) of a type-1 message.
 * @events: event flags may be set on this CPU; hard interrupt context. Called
 *	once per interrupt with the CPU's 256-byte flags area for SINT 2; the
 *	callee tests and clears bits atomically (sync_test_and_clear_bit).
 */
struct hv_platform_client {
	void (*message)(const void *payload, u8 len);
	void (*events)(unsigned long *flags);
};

/* Runs on Hyper-V at all? 0 or -ENODEV. Any context. */
int hv_platform_detect(void);

/*
 * Allocate pages and hook the interrupt. @irq: the IRQ from the VMBUS ACPI
 * device, used only where the kernel has no callback vector; may sleep.
 * 0 or -errno; on error everything is undone.
 */
int hv_platform_init(const struct hv_platform_client *client, int irq);
void hv_platform_exit(void);

/* Enable / disable SynIC on the calling CPU; CPU-hotplug context, may sleep. */
int hv_platform_cpu_on(unsigned int cpu);
int hv_platform_cpu_off(unsigned int cpu);

/*
 * The same for the last CPU around hibernation: interrupts off, no sleeping. The
 * kernel looks after the timer. Resuming a CPU that is on does nothing.
 */
void hv_platform_cpu_suspend(void);
void hv_platform_cpu_resume(void);

/* Host's index of a CPU (VP index), never the logical number. Any context. */
u32 hv_platform_vp_index(unsigned int cpu);

/*
 * POST_MESSAGE with retries and growing delays; may sleep. @initiate: this is
 * the contact message, for which "no such connection" is an answer and not
 * transient. 0, -EOPNOTSUPP (host lacks the connection id), -EAGAIN (host out
 * of buffers for too long), -EIO. hv_platform_post_message_atomic() tries with
 * bounded busy waits, for the crash path.
 */
int hv_platform_post_message(u32 connection_id, const void *payload, u32 len,
			     bool initiate);
int hv_platform_post_message_atomic(u32 connection_id, const void *payload,
				    u32 len);

/* SIGNAL_EVENT; any context. */
void hv_platform_signal_event(u32 connection_id);

/*
 * Crash path: poll the message slots of all present CPUs for a channel message of
 * @type, EOM everything seen; bounded by @ms. No sleeping, no locks.
 * 0 or -ETIMEDOUT.
 */
int hv_platform_poll_message(u32 type, unsigned int ms);

/* Reference counter, 100 ns. Any context. */
u64 hv_platform_reference_time(void);

/* Are there crash registers to report a panic in? Any context. */
bool hv_platform_has_crash_regs(void);
/*
 * Report a crash (protocol 1.6); crash context. @regs: error code, (filled in
 * here), instruction pointer, accumulator, stack pointer. @text: the tail of the
 * log, page-aligned linear memory, @len <= 4096 bytes; or NULL. With a text the
 * last two registers tell where it is. Confidential machines send no text.
 */
void hv_platform_report_crash(const u64 regs[5], const void *text, u32 len);

/*
 * kexec and crash hooks: @cb runs in the machine shutdown path (@crash false: may
 * sleep) or crash path (@crash true). NULL unhooks. The platform afterwards turns
 * its own CPU state off.
 */
void hv_platform_set_shutdown_hook(void (*cb)(bool crash));

#endif /* VMBUS_PLATFORM_H */
