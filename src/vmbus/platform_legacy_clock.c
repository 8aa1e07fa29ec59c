// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reference time and clock source for kernels that have none of Hyper-V, or only
 * one that leaves the guest for every reading (protocol 1.5).
 *
 * The clock source counts in units of 100 ns, as the host does: by the TSC page
 * where the host offers it, else by the counter register. A valid TSC page costs
 * some dozen cycles, the register a VM exit.
 */
#define pr_fmt(fmt) "hv_vmbus: " fmt

#include <linux/clocksource.h>
#include <linux/gfp.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <asm/cpuid/api.h>
#include <asm/hv_legacy.h>
#include <asm/io.h>
#include <hyperv/hv_proto.h>
#include "platform_backend.h"
#include "platform_legacy.h"
#include "platform_tsc.h"

/* Above what kernels of that age give to the register (400) and to a TSC (300). */
#define RATING_TSC_PAGE		410
/* Below a TSC of constant rate, above everything else. */
#define RATING_REGISTER		290
#define COUNTER_HZ		10000000

static struct hyperv_tsc_page *tsc_page;
/* The host was told about @tsc_page. */
static bool tsc_page_on;
static bool counter_on;
static bool registered;

static u64 hv_clock_rdtsc(void)
{
	u32 low, high;

	/* Which fence orders the instruction depends on the maker of the CPU. */
	asm volatile("mfence\n\tlfence\n\trdtsc"
		     : "=a" (low), "=d" (high) : : "memory");
	return (u64)high << 32 | low;
}

u64 hv_clock_time(void)
{
	u64 time;

	if (READ_ONCE(tsc_page_on) &&
	    hv_tsc_page_time(tsc_page, hv_clock_rdtsc, &time))
		return time;
	return counter_on ? hv_backend_get_msr(HYPERV_MSR_REF_COUNTER) : 0;
}

static u64 hv_clock_read(struct clocksource *cs)
{
	return hv_clock_time();
}
DEFINE_CLOCKSOURCE_READ(hv_clock_read_op, hv_clock_read)

static struct clocksource hv_clocksource = {
	.name	= "hyperv_clocksource_register",
	.rating	= RATING_REGISTER,
	.read	= hv_clock_read_op,
	.mask	= CLOCKSOURCE_MASK(64),
	CLOCKSOURCE_IS_CONTINUOUS
};

static void hv_clock_page_on(void)
{
	u64 val = (u64)virt_to_phys(tsc_page) & ~(u64)(HV_HYP_PAGE_SIZE - 1);

	/* Bits 1 to 11 are reserved here, too. */
	val |= hv_backend_get_msr(HYPERV_MSR_REF_TSC) &
		HYPERV_SYNIC_PAGE_RESERVED;
	hv_backend_set_msr(HYPERV_MSR_REF_TSC, val | HYPERV_SYNIC_PAGE_ENABLE);
}

void hv_clock_init(void)
{
	const u32 feat = cpuid_eax(HYPERV_LEAF_FEATURES);
	u64 time;

	counter_on = feat & HYPERV_FEAT_REF_COUNTER;
	if (!counter_on)
		return;
	if (feat & HYPERV_FEAT_REF_TSC)
		tsc_page = (void *)get_zeroed_page(GFP_KERNEL);
	if (tsc_page) {
		hv_clock_page_on();
		WRITE_ONCE(tsc_page_on, true);
		/* A host that cannot promise a steady TSC leaves it invalid. */
		if (hv_tsc_page_time(tsc_page, hv_clock_rdtsc, &time)) {
			hv_clocksource.name = "hyperv_clocksource_tsc_page";
			hv_clocksource.rating = RATING_TSC_PAGE;
		}
	}
	registered = hv_clocksource_register(&hv_clocksource, COUNTER_HZ);
}

void hv_clock_exit(void)
{
	if (registered)
		hv_clocksource_unregister(&hv_clocksource);
	registered = false;
	if (!tsc_page_on)
		return;
	WRITE_ONCE(tsc_page_on, false);
	hv_backend_set_msr(HYPERV_MSR_REF_TSC,
			   hv_backend_get_msr(HYPERV_MSR_REF_TSC) &
			   HYPERV_SYNIC_PAGE_RESERVED);
	free_page((unsigned long)tsc_page);
	tsc_page = NULL;
}

void hv_clock_resume(void)
{
	if (tsc_page_on)
		hv_clock_page_on();
}
