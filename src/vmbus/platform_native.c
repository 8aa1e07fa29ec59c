// SPDX-License-Identifier: GPL-2.0-only
/*
 * The machine as seen through a kernel that supports Hyper-V itself: it owns
 * the guest id, the hypercall page, the interrupt vector, the clocks and the
 * map of VP indexes.
 */
#define pr_fmt(fmt) "hv_vmbus: " fmt

#include <linux/cpu.h>
#include <linux/errno.h>
#include <linux/module.h>
#include <linux/percpu.h>
#include <linux/random.h>
#include <linux/smp.h>
#include <asm/irq_vectors.h>
#include <asm/mshyperv.h>
#include <clocksource/hyperv_timer.h>
#include <hyperv/hv_proto.h>
#include <hyperv/vmbus_proto.h>
#include "platform_backend.h"

/* -------- detection -------- */

int hv_platform_detect(void)
{
	if (!hv_is_hyperv_initialized())
		return -ENODEV;
	return hv_platform_check_features();
}

/* -------- for platform_common.c -------- */

u64 hv_backend_get_msr(u32 msr)
{
	return hv_get_msr(msr);
}

void hv_backend_set_msr(u32 msr, u64 value)
{
	hv_set_msr(msr, value);
}

u64 hv_backend_hypercall(u32 code, void *input)
{
	return hv_do_hypercall(code, input, NULL);
}

void hv_backend_timer_expired(void)
{
	hv_stimer0_isr();
}

u64 hv_backend_sint(void)
{
	u64 sint = HYPERVISOR_CALLBACK_VECTOR;

	if (!(ms_hyperv.hints & HYPERV_HINT_NO_AUTO_EOI))
		sint |= HYPERV_SINT_AUTO_EOI;
	return sint;
}

/* The kernel does that. */
void hv_backend_resume(void)
{
}

/* -------- interrupts -------- */

/* Hard interrupt; the kernel's entry code ends it at the local APIC. */
static void hv_platform_isr(void)
{
	hv_platform_handle(&per_cpu(hv_platform_cpu, smp_processor_id()));
	add_interrupt_randomness(HYPERVISOR_CALLBACK_VECTOR);
}

/* -------- SynIC of a CPU -------- */

int hv_platform_cpu_on(unsigned int cpu)
{
	hv_platform_synic_on(cpu);
	/* Does nothing where the timer has a vector of its own. */
	hv_stimer_legacy_init(cpu, VMBUS_MESSAGE_SINT);
	return 0;
}

int hv_platform_cpu_off(unsigned int cpu)
{
	/* First the timer: its messages come through the SynIC. */
	hv_stimer_legacy_cleanup(cpu);
	hv_platform_synic_off(NULL);
	return 0;
}

int hv_platform_init(const struct hv_platform_client *client, int irq)
{
	int ret;

	if (hv_platform_isolated()) {
		pr_err("confidential virtual machines are not supported\n");
		return -ENODEV;
	}
	ret = hv_platform_alloc(client);
	if (ret)
		return ret;
	hv_setup_vmbus_handler(hv_platform_isr);
	return 0;
}

/* All CPUs are off: cpu_off() ran on those online, the others never were on. */
void hv_platform_exit(void)
{
	hv_remove_vmbus_handler();
	hv_platform_free();
}

u32 hv_platform_vp_index(unsigned int cpu)
{
	return hv_cpu_number_to_vp_number(cpu);
}

/* -------- hypercalls -------- */

void hv_platform_signal_event(u32 connection_id)
{
	/* Flag number 0 in the upper half (protocol 1.3). */
	hv_do_fast_hypercall8(HYPERV_CALL_SIGNAL_EVENT, connection_id);
}

u64 hv_platform_reference_time(void)
{
	if (hv_read_reference_counter)
		return hv_read_reference_counter();
	return hv_get_msr(HYPERV_MSR_REF_COUNTER);
}

/* -------- crash and kexec -------- */

/* kexec: all CPUs are still up, we may sleep. */
static void hv_platform_kexec(void)
{
	void (*hook)(bool crash) = hv_platform_shutdown_hook;

	/*
	 * Unlike protocol 2.8 UNLOAD comes before the timers go: they bound
	 * the wait for its answer. The next kernel finds no timer armed.
	 */
	if (hook)
		hook(false);
	hv_stimer_global_cleanup();
	/* CPUs that are offline were turned off when they went. */
	on_each_cpu(hv_platform_synic_off, NULL, 1);
}

/* Crash with a crash kernel loaded: this CPU is the only one that matters. */
static void hv_platform_crash(struct pt_regs *regs)
{
	void (*hook)(bool crash) = hv_platform_shutdown_hook;

	if (hook)
		hook(true);
	/* Not through the kernel, which takes locks for it. */
	if (ms_hyperv.features & HYPERV_FEAT_STIMER)
		hv_set_msr(HYPERV_MSR_STIMER0_CONFIG, 0);
	hv_platform_synic_off(NULL);
}

void hv_platform_set_shutdown_hook(void (*cb)(bool crash))
{
	if (cb) {
		hv_platform_shutdown_hook = cb;
		hv_setup_kexec_handler(hv_platform_kexec);
		hv_setup_crash_handler(hv_platform_crash);
	} else {
		hv_remove_kexec_handler();
		hv_remove_crash_handler();
		hv_platform_shutdown_hook = NULL;
	}
}
