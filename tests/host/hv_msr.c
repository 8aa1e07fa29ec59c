// SPDX-License-Identifier: GPL-2.0-only
/*
 * The Hyper-V MSRs of the partition: identity, hypercall page, clocks, crash
 * report.  Those of the SynIC and its timers are passed on.
 */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "core.h"

#define MSR_GUEST_OS_ID 0x40000000u
#define MSR_HYPERCALL 0x40000001u
#define MSR_VP_INDEX 0x40000002u
#define MSR_RESET 0x40000003u
#define MSR_VP_RUNTIME 0x40000010u
#define MSR_REF_COUNT 0x40000020u
#define MSR_REF_TSC 0x40000021u
#define MSR_TSC_HZ 0x40000022u
#define MSR_APIC_HZ 0x40000023u
#define MSR_VP_ASSIST 0x40000073u
#define MSR_SYNIC_FIRST 0x40000080u
#define MSR_SYNIC_LAST 0x4000009fu
#define MSR_STIMER_FIRST 0x400000b0u
#define MSR_STIMER_LAST 0x400000b7u
#define MSR_CRASH_P0 0x40000100u
#define MSR_CRASH_CTL 0x40000105u

#define CRASH_NOTIFY (1ull << 63)
#define CRASH_MESSAGE (1ull << 62)
#define PAGE_ENABLE 1ull
#define KVM_APIC_HZ 1000000000ull	/* KVM's local APIC timer ticks once per ns */

/* endbr is not needed: IBT is not offered.  One byte port output, then return; no register is lost. */
static const u8 hypercall_code[] = { 0xe6, HYPERCALL_PORT, 0xc3 };

bool hypercall_64;
static u64 guest_os_id, hypercall_page, tsc_page, crash[5];
static u64 vp_assist[MAX_VCPU];
static u8 below_hypercall[HV_PAGE], below_tsc[HV_PAGE];
static s64 wall_offset;		/* settime, in 100 ns units; atomic */

/* ---- clocks ---- */

static u64 tsc_scale(void)
{
	return ((unsigned __int128)10000000 << 64) / tsc_hz;
}

/* Threads of devices and of the control socket may ask before there is a vCPU: time is 0 then. */
u64 ref_time(void)
{
	if (!__atomic_load_n(&tsc_hz, __ATOMIC_ACQUIRE))
		return 0;
	return (unsigned __int128)guest_tsc() * tsc_scale() >> 64;
}

u64 host_time_100ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	return (t.tv_sec + 11644473600ull) * 10000000 + t.tv_nsec / 100 +
	       __atomic_load_n(&wall_offset, __ATOMIC_RELAXED);
}

void settime_offset_add(s64 seconds)
{
	__atomic_fetch_add(&wall_offset, seconds * 10000000, __ATOMIC_RELAXED);
}

static u64 vp_runtime(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return t.tv_sec * 10000000ull + t.tv_nsec / 100;
}

/* ---- pages laid over guest memory ---- */

void overlay_set(u64 *slot, u64 value, u8 *saved, const void *content, size_t len)
{
	u64 old = *slot, at = value & ~(u64)(HV_PAGE - 1);
	u8 *p;

	*slot = value;
	if (old & PAGE_ENABLE && value & PAGE_ENABLE && !((old ^ value) & ~(u64)(HV_PAGE - 1)))
		return;
	if (old & PAGE_ENABLE)
		gpa_write(old & ~(u64)(HV_PAGE - 1), saved, HV_PAGE);
	if (!(value & PAGE_ENABLE))
		return;
	p = gpa_ptr(at, HV_PAGE);
	if (!p) {
		check_failed("overlay_address", "a page at %#llx lies outside memory", (unsigned long long)at);
		return;
	}
	memcpy(saved, p, HV_PAGE);
	memset(p, 0, HV_PAGE);
	memcpy(p, content, len);
}

static void set_hypercall_page(struct vcpu *v, u64 value)
{
	if (value & PAGE_ENABLE && !guest_os_id) {
		check_failed("hypercall_page", "enabled while the guest OS id is 0");
		return;
	}
	overlay_set(&hypercall_page, value, below_hypercall, hypercall_code, sizeof(hypercall_code));
	if (value & PAGE_ENABLE)
		hypercall_64 = kvm_guest_is_64bit(v);
}

static void set_tsc_page(u64 value)
{
	struct {
		u32 sequence, reserved;
		u64 scale;
		s64 offset;
	} page = { .sequence = 1, .scale = tsc_scale() };

	overlay_set(&tsc_page, value, below_tsc, &page, sizeof(page));
}

/* ---- crash report ---- */

static void report_crash(u64 ctl)
{
	char text[HV_PAGE + 1], *line, *rest;
	u64 len;

	counter_add("vm.crashes", 1);
	trace("crash", "P0 %#llx P1 %#llx P2 %#llx P3 %#llx P4 %#llx ctl %#llx", (unsigned long long)crash[0],
	      (unsigned long long)crash[1], (unsigned long long)crash[2], (unsigned long long)crash[3],
	      (unsigned long long)crash[4], (unsigned long long)ctl);
	if (!(ctl & CRASH_MESSAGE))
		return;
	len = crash[4];
	if (len > HV_PAGE || gpa_read(crash[3], text, len)) {
		check_failed("crash_message", "gpa %#llx length %llu", (unsigned long long)crash[3],
			     (unsigned long long)len);
		return;
	}
	text[len] = 0;
	for (line = strtok_r(text, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest))
		trace("crash", "text %s", line);
	trace_flush();
}

/* ---- access ---- */

static int msr_write(struct vcpu *v, u32 msr, u64 value)
{
	switch (msr) {
	case MSR_GUEST_OS_ID:
		guest_os_id = value;
		trace("msr", "guest os id %#llx", (unsigned long long)value);
		if (!value)
			overlay_set(&hypercall_page, hypercall_page & ~PAGE_ENABLE, below_hypercall, "", 0);
		return 0;
	case MSR_HYPERCALL:
		set_hypercall_page(v, value);
		trace("msr", "hypercall page %#llx", (unsigned long long)value);
		return 0;
	case MSR_RESET:
		if (value & 1)
			vm_request_reset("the reset MSR");
		return 0;
	case MSR_REF_TSC:
		if (!vm.prof.tsc_page)
			return -1;
		set_tsc_page(value);
		trace("msr", "tsc page %#llx", (unsigned long long)value);
		return 0;
	case MSR_VP_ASSIST:
		vp_assist[v->index] = value;
		return 0;
	case MSR_CRASH_P0 ... MSR_CRASH_P0 + 4:
		if (!vm.prof.crash_msrs)
			return -1;
		crash[msr - MSR_CRASH_P0] = value;
		return 0;
	case MSR_CRASH_CTL:
		if (!vm.prof.crash_msrs)
			return -1;
		if (value & CRASH_NOTIFY)
			report_crash(value);
		return 0;
	default:
		return -1;
	}
}

static int msr_read(struct vcpu *v, u32 msr, u64 *value)
{
	switch (msr) {
	case MSR_GUEST_OS_ID:
		*value = guest_os_id;
		return 0;
	case MSR_HYPERCALL:
		*value = hypercall_page;
		return 0;
	case MSR_VP_INDEX:
		*value = v->vp;
		return 0;
	case MSR_RESET:
		*value = 0;
		return 0;
	case MSR_VP_RUNTIME:
		*value = vp_runtime();
		return 0;
	case MSR_REF_COUNT:
		*value = ref_time();
		return 0;
	case MSR_REF_TSC:
		*value = tsc_page;
		return vm.prof.tsc_page ? 0 : -1;
	case MSR_TSC_HZ:
		*value = tsc_hz;
		return 0;
	case MSR_APIC_HZ:
		*value = KVM_APIC_HZ;
		return 0;
	case MSR_VP_ASSIST:
		*value = vp_assist[v->index];
		return 0;
	case MSR_CRASH_P0 ... MSR_CRASH_P0 + 4:
		*value = crash[msr - MSR_CRASH_P0];
		return vm.prof.crash_msrs ? 0 : -1;
	case MSR_CRASH_CTL:
		*value = CRASH_NOTIFY | CRASH_MESSAGE;	/* what a guest may set */
		return vm.prof.crash_msrs ? 0 : -1;
	default:
		return -1;
	}
}

int msr_access(struct vcpu *v, u32 msr, bool write, u64 *value)
{
	if (msr >= MSR_SYNIC_FIRST && msr <= MSR_SYNIC_LAST)
		return synic_msr(v, msr, write, value);
	if (msr >= MSR_STIMER_FIRST && msr <= MSR_STIMER_LAST)
		return vm.prof.stimers ? stimer_msr(v, msr, write, value) : -1;
	return write ? msr_write(v, msr, *value) : msr_read(v, msr, value);
}

void msr_reset(void)
{
	int i;

	guest_os_id = hypercall_page = tsc_page = 0;
	memset(crash, 0, sizeof(crash));
	memset(vp_assist, 0, sizeof(vp_assist));
	for (i = 0; i < MAX_VCPU; i++)
		synic_vp_reset(i);
}
