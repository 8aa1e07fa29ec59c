// SPDX-License-Identifier: GPL-2.0-only
/*
 * The machine as seen through a kernel that knows nothing of Hyper-V, or no more
 * than how to recognise it: guest id, hypercall page, interrupt, VP indexes and
 * clocks are ours.
 *
 * Interrupt. Some of these kernels have a vector for VMBus and a hook for it, some
 * have a vector that leads to the flow of an IRQ. On the others the SynIC is given
 * the vector that the kernel keeps, on every CPU, for a legacy IRQ: that of the
 * VMBUS device in the firmware. The interrupt controllers never see that IRQ, but
 * the kernel handles it as one of theirs.
 *
 * - Where a module may choose how an IRQ flows, ours is handled per CPU: no lock,
 *   no other CPU, and the end of interrupt is our own.
 * - Elsewhere the kernel lets one CPU at a time into the handler, and an interrupt
 *   of another one makes the first repeat it. That cannot lose an event: the mark
 *   for the repetition is set and examined under the same lock, so the handler runs
 *   after each interrupt, if not here then there, and it looks at the event flags
 *   of all CPUs. Whatever flag was set before an interrupt is found by the run after it.
 *   A message can be taken only by the CPU that it was sent to, because the
 *   register which asks for the next one belongs to that CPU. A handler that finds
 *   one waiting elsewhere has that CPU called from a work queue; if the CPU took
 *   it meanwhile, the call finds nothing.
 *
 * AutoEOI is asked for only where the kernel's entry code does not end the
 * interrupt, and the host does not advise against AutoEOI. Ended twice, an
 * interrupt would take another one with it that is being handled.
 *
 * Locking: none. hv_irq, hv_vector and the like are written before the first
 * interrupt can come.
 */
#define pr_fmt(fmt) "hv_vmbus: " fmt

#include <linux/cpumask.h>
#include <linux/errno.h>
#include <linux/interrupt.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/percpu.h>
#include <linux/platform_device.h>
#include <linux/smp.h>
#include <linux/utsname.h>
#include <linux/workqueue.h>
#include <asm/cpuid/api.h>
#include <asm/hv_legacy.h>
#include <asm/msr.h>
#include <hyperv/hv_proto.h>
#include <hyperv/vmbus_proto.h>
#include "platform_backend.h"
#include "platform_legacy.h"

#define CPUID_1_ECX_HYPERVISOR	(1u << 31)
#define LEAF_MIN		0x40000005u
#define HYPERCALL_FAST		(1u << 16)
/* Open source, Linux; then the version of the kernel (protocol 1.2). */
#define GUEST_ID_LINUX		0x8100ULL

/* Who ends the interrupt at the local APIC. */
enum hv_eoi {
	HV_EOI_UNKNOWN,
	HV_EOI_KERNEL,
	HV_EOI_OURS,
	HV_EOI_HOST,
};

static unsigned int hv_irq;	/* 0: the kernel's vector is used */
static unsigned int hv_vector;
static enum hv_eoi hv_eoi;
static bool hv_own_flow;
static void *hv_flow_before;

/* -------- detection -------- */

int hv_platform_detect(void)
{
	u32 eax, ebx, ecx, edx;

	if (!(cpuid_ecx(1) & CPUID_1_ECX_HYPERVISOR))
		return -ENODEV;
	cpuid(HYPERV_LEAF_VENDOR, &eax, &ebx, &ecx, &edx);
	if (eax < LEAF_MIN || ebx != HYPERV_VENDOR_EBX ||
	    ecx != HYPERV_VENDOR_ECX || edx != HYPERV_VENDOR_EDX ||
	    cpuid_eax(HYPERV_LEAF_INTERFACE) != HYPERV_INTERFACE_EAX)
		return -ENODEV;
	return hv_platform_check_features();
}

/* -------- hypercalls -------- */

/*
 * The host lays its code over this page. It is part of the module's text, so it
 * can be executed on every kernel, whatever that thinks of executable data. Until
 * then it holds breakpoints.
 */
asm(".pushsection .text.hv_hypercall, \"ax\", @progbits\n"
	".balign 4096\n"
	".globl hv_hypercall_code\n"
	"hv_hypercall_code:\n"
	".skip 4096, 0xcc\n"
	".popsection\n");

extern const u8 hv_hypercall_code[];

static u64 hv_hypercall(u64 control, u64 input)
{
#ifdef CONFIG_X86_64
	register u64 output asm("r8") = 0;
	u64 result;

	asm volatile("call hv_hypercall_code"
		     : "=a" (result), "+c" (control), "+d" (input),
		       "+r" (output)
		     : : "cc", "memory", "r9", "r10", "r11");
	return result;
#else
	u32 in_high = input >> 32;
	u32 in_low = input;
	u32 out_high = 0;
	u32 out_low = 0;

	asm volatile("call hv_hypercall_code"
		     : "+A" (control), "+b" (in_high), "+c" (in_low),
		       "+D" (out_high), "+S" (out_low)
		     : : "cc", "memory");
	return control;
#endif
}

static u64 hv_guest_id(void)
{
	unsigned int v[3] = { 0, 0, 0 };

	if (sscanf(init_utsname()->release, "%u.%u.%u", &v[0], &v[1], &v[2]) < 2)
		pr_warn("strange kernel release: the host is told of version 0\n");
	return GUEST_ID_LINUX << 48 |
		(u64)((v[0] & 0xFF) << 16 | (v[1] & 0xFF) << 8 |
		      (v[2] & 0xFF)) << 16;
}

static void hv_hypercall_on(void)
{
	u64 val = hv_backend_get_msr(HYPERV_MSR_HYPERCALL) &
		HYPERV_SYNIC_PAGE_RESERVED;

	/* The host takes the page only from somebody who has a name. */
	hv_backend_set_msr(HYPERV_MSR_GUEST_OS_ID, hv_guest_id());
	val |= (u64)page_to_pfn(vmalloc_to_page((void *)hv_hypercall_code)) <<
		HV_HYP_PAGE_SHIFT;
	hv_backend_set_msr(HYPERV_MSR_HYPERCALL, val | HYPERV_SYNIC_PAGE_ENABLE);
}

static void hv_hypercall_off(void)
{
	hv_backend_set_msr(HYPERV_MSR_HYPERCALL,
			   hv_backend_get_msr(HYPERV_MSR_HYPERCALL) &
			   HYPERV_SYNIC_PAGE_RESERVED);
	hv_backend_set_msr(HYPERV_MSR_GUEST_OS_ID, 0);
}

/* -------- for platform_common.c -------- */

u64 hv_backend_get_msr(u32 msr)
{
	u64 value;

	rdmsrl(msr, value);
	return value;
}

void hv_backend_set_msr(u32 msr, u64 value)
{
	wrmsrl(msr, value);
}

u64 hv_backend_hypercall(u32 code, void *input)
{
	return hv_hypercall(code, (u64)virt_to_phys(input));
}

/* We arm no timer. */
void hv_backend_timer_expired(void)
{
}

u64 hv_backend_sint(void)
{
	return hv_vector | (hv_eoi == HV_EOI_HOST ? HYPERV_SINT_AUTO_EOI : 0);
}

void hv_backend_resume(void)
{
	if (hv_backend_get_msr(HYPERV_MSR_HYPERCALL) & HYPERV_SYNIC_PAGE_ENABLE)
		return;
	hv_hypercall_on();
	hv_clock_resume();
}

/* -------- interrupts -------- */

static void hv_legacy_handle_own(void)
{
	hv_platform_handle(&per_cpu(hv_platform_cpu, smp_processor_id()));
}

/* The kernel's own vector. */
static void hv_legacy_vector(void)
{
	hv_legacy_handle_own();
	if (hv_eoi == HV_EOI_OURS)
		hv_apic_eoi();
}

/* The flow of the IRQ where we may set it: per CPU. */
static void hv_legacy_flow(struct irq_desc *desc)
{
	hv_apic_eoi();
	hv_legacy_handle_own();
}
DEFINE_IRQ_FLOW(hv_legacy_flow_op, hv_legacy_flow)

/* Each CPU looks after itself; interrupts off. */
static void hv_legacy_look(void *unused)
{
	hv_legacy_handle_own();
}

static void hv_legacy_call_all(struct work_struct *work)
{
	on_each_cpu(hv_legacy_look, NULL, 1);
}
static DECLARE_WORK(hv_call_work, hv_legacy_call_all);

static bool hv_legacy_something_waits(const struct hv_platform_cpu *c)
{
	const unsigned long *flags = (const unsigned long *)
		c->event->flags[VMBUS_MESSAGE_SINT];
	const unsigned int nr = VMBUS_EVENT_FLAGS_BYTES * 8;

	return hv_platform_message_waits(c) || find_first_bit(flags, nr) < nr;
}

/*
 * Who ends the interrupt? In service still, in the midst of its handler, nobody
 * has ended it, and the kernel's controller for this IRQ is not going to: an edge
 * is ended before it is handled. Not in service, the kernel has ended it, or this
 * is not ours but a line of that number, or what the old controller makes up when
 * a request goes away. Then nothing has come from the host, or its interrupt waits.
 */
static enum hv_eoi hv_legacy_who_ends(const struct hv_platform_cpu *c)
{
	if (hv_apic_in_service(hv_vector))
		return HV_EOI_OURS;
	if (READ_ONCE(c->on) && hv_legacy_something_waits(c) &&
	    !hv_apic_requested(hv_vector))
		return HV_EOI_KERNEL;
	return HV_EOI_UNKNOWN;
}

/* The flow of the IRQ is the kernel's: see the top of the file. */
static irqreturn_t hv_legacy_irq(int irq, void *dev)
{
	unsigned int me = smp_processor_id();
	bool call = false;
	unsigned int cpu;

	if (hv_own_flow)
		return IRQ_HANDLED;
	if (hv_eoi == HV_EOI_UNKNOWN)
		hv_eoi = hv_legacy_who_ends(&per_cpu(hv_platform_cpu, me));
	hv_legacy_handle_own();
	for_each_online_cpu(cpu) {
		struct hv_platform_cpu *c = &per_cpu(hv_platform_cpu, cpu);

		if (cpu == me || !READ_ONCE(c->on))
			continue;
		hv_platform_handle_events(c);
		if (hv_platform_message_waits(c))
			call = true;
	}
	if (call)
		schedule_work(&hv_call_work);
	if (hv_eoi == HV_EOI_OURS)
		hv_apic_eoi();
	/* With nothing found, too: a repetition may come after the fact. */
	return IRQ_HANDLED;
}
DEFINE_IRQ_HANDLER(hv_legacy_irq_op, hv_legacy_irq)

static int hv_legacy_hook(int irq)
{
	unsigned int gate;
	int ret;

	hv_irq = 0;
	hv_own_flow = false;
	hv_vector = hv_kernel_vector();
	if (hv_vector) {
		if (!(cpuid_eax(HYPERV_LEAF_HINTS) & HYPERV_HINT_NO_AUTO_EOI))
			hv_eoi = HV_EOI_HOST;
		else if (hv_kernel_vector_ends())
			hv_eoi = HV_EOI_KERNEL;
		else
			hv_eoi = HV_EOI_OURS;
		hv_kernel_vector_hook(hv_legacy_vector);
		return 0;
	}
	if (irq <= 0 || irq > 15) {
		pr_err("the VMBUS device of the firmware names no legacy IRQ\n");
		return -ENODEV;
	}
	hv_vector = ISA_IRQ_VECTOR(irq);
	hv_eoi = HV_EOI_UNKNOWN;
	hv_flow_before = hv_irq_flow(irq);
	ret = request_irq(irq, hv_legacy_irq_op, IRQF_DISABLED, "hv_vmbus",
			  &hv_irq);
	if (ret) {
		pr_err("IRQ %d of the VMBUS device is taken: error %d\n", irq,
		       ret);
		return ret;
	}
	hv_irq = irq;
	hv_own_flow = hv_irq_set_flow(irq, hv_legacy_flow_op);
	/* Behind the gate nobody ends the interrupt but a flow that does. */
	gate = hv_own_flow ? hv_kernel_gate_open(irq) : 0;
	if (gate)
		hv_vector = gate;
	pr_info("interrupt by IRQ %d, vector 0x%x%s\n", irq, hv_vector,
		hv_own_flow ? ", per CPU" : "");
	return 0;
}

static void hv_legacy_unhook(void)
{
	if (!hv_irq) {
		hv_kernel_vector_unhook();
		return;
	}
	if (hv_own_flow) {
		hv_kernel_gate_close();
		hv_irq_set_flow(hv_irq, hv_flow_before);
	}
	free_irq(hv_irq, &hv_irq);
	flush_work(&hv_call_work);
}

/* -------- a CPU -------- */

int hv_platform_cpu_on(unsigned int cpu)
{
	per_cpu(hv_platform_cpu, cpu).vp_index =
		hv_backend_get_msr(HYPERV_MSR_VP_INDEX);
	hv_platform_synic_on(cpu);
	return 0;
}

int hv_platform_cpu_off(unsigned int cpu)
{
	hv_platform_synic_off(NULL);
	return 0;
}

u32 hv_platform_vp_index(unsigned int cpu)
{
	return per_cpu(hv_platform_cpu, cpu).vp_index;
}

/* -------- all of it -------- */

int hv_platform_init(const struct hv_platform_client *client, int irq)
{
	int ret;

	if (hv_kernel_does_hypercalls()) {
		pr_err("this kernel makes hypercalls itself: the modules were built for one that does not\n");
		return -EBUSY;
	}
	if (hv_platform_isolated()) {
		pr_err("confidential virtual machines are not supported\n");
		return -ENODEV;
	}
	ret = hv_platform_alloc(client);
	if (ret)
		return ret;
	ret = hv_legacy_hook(irq);
	if (ret) {
		hv_platform_free();
		return ret;
	}
	hv_hypercall_on();
	hv_clock_init();
	return 0;
}

/* All CPUs are off: cpu_off() ran on those online, the others never were on. */
void hv_platform_exit(void)
{
	hv_clock_exit();
	hv_legacy_unhook();
	hv_hypercall_off();
	hv_platform_free();
}

void hv_platform_signal_event(u32 connection_id)
{
	/* Flag number 0 in the upper half (protocol 1.3). */
	hv_hypercall(HYPERV_CALL_SIGNAL_EVENT | HYPERCALL_FAST, connection_id);
}

u64 hv_platform_reference_time(void)
{
	return hv_clock_time();
}

/* -------- crash and kexec -------- */

/*
 * These kernels tell nobody that a kexec is coming, but they shut all devices
 * down before it, the latest first: a device made before those of the bus is
 * told after them.
 */
static void hv_legacy_shutdown(struct platform_device *dev)
{
	void (*hook)(bool crash) = hv_platform_shutdown_hook;

	if (hook)
		hook(false);
	/* CPUs that are offline were turned off when they went. */
	on_each_cpu(hv_platform_synic_off, NULL, 1);
}

static struct platform_driver hv_legacy_driver = {
	.shutdown = hv_legacy_shutdown,
	.driver = {
		.name = "hv_vmbus_end",
		.owner = THIS_MODULE,
	},
};

static struct platform_device *hv_legacy_device;

/* Crash with a crash kernel loaded, where the kernel has a hook for that. */
static void hv_legacy_crash(struct pt_regs *regs)
{
	void (*hook)(bool crash) = hv_platform_shutdown_hook;

	if (hook)
		hook(true);
	hv_platform_synic_off(NULL);
}

void hv_platform_set_shutdown_hook(void (*cb)(bool crash))
{
	if (!cb) {
		hv_kernel_crash_unhook();
		if (hv_legacy_device) {
			platform_device_unregister(hv_legacy_device);
			platform_driver_unregister(&hv_legacy_driver);
		}
		hv_legacy_device = NULL;
		hv_platform_shutdown_hook = NULL;
		return;
	}
	hv_platform_shutdown_hook = cb;
	if (platform_driver_register(&hv_legacy_driver))
		goto crash;
	hv_legacy_device = platform_device_register_simple("hv_vmbus_end", -1,
							   NULL, 0);
	if (IS_ERR(hv_legacy_device)) {
		platform_driver_unregister(&hv_legacy_driver);
		hv_legacy_device = NULL;
		pr_warn("no device to end the connection with before a kexec\n");
	}
crash:
	hv_kernel_crash_hook(hv_legacy_crash);
}
