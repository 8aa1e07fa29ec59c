// SPDX-License-Identifier: GPL-2.0-only
/*
 * CPUID of the guest: what KVM supports, less what does not work nested,
 * plus the Hyper-V leaves of the profile.
 */
#include <errno.h>
#include <string.h>
#include <sys/ioctl.h>

#include "core.h"

#define MAX_ENTRIES 256
#define HV_FIRST 0x40000000u
#define HV_LAST 0x4fffffffu

struct cpuid_table {
	struct kvm_cpuid2 head;
	struct kvm_cpuid_entry2 e[MAX_ENTRIES];
};

static void add(struct cpuid_table *t, u32 leaf, u32 a, u32 b, u32 c, u32 d)
{
	struct kvm_cpuid_entry2 *e = &t->e[t->head.nent++];

	memset(e, 0, sizeof(*e));
	e->function = leaf;
	e->eax = a;
	e->ebx = b;
	e->ecx = c;
	e->edx = d;
}

static void add_hyperv(struct cpuid_table *t)
{
	const struct hv_profile *p = &vm.prof;
	u32 access, features, hints;

	access = 1u << 0 | 1u << 1 | 1u << 2 | 1u << 5 | 1u << 6 | 1u << 11;
	if (p->stimers)
		access |= 1u << 3;
	if (p->tsc_page)
		access |= 1u << 9;
	features = 1u << 8;
	if (p->crash_msrs)
		features |= 1u << 10;
	if (p->stimers && p->stimer_direct)
		features |= 1u << 19;
	hints = 1u << 5;
	if (p->autoeoi_deprecated)
		hints |= 1u << 9;
	add(t, HV_FIRST, HV_FIRST + 6, 0x7263694d, 0x666f736f, 0x76482074);
	add(t, HV_FIRST + 1, 0x31237648, 0, 0, 0);
	add(t, HV_FIRST + 2, 20348, 10u << 16, 0, 1);
	add(t, HV_FIRST + 3, access, 1u << 4 | 1u << 5, 0, features);
	add(t, HV_FIRST + 4, hints, 0xffffffff, 0, 0);
	add(t, HV_FIRST + 5, 240, 512, 0, 0);
	add(t, HV_FIRST + 6, 0, 0, 0, 0);
}

/*
 * A vCPU of a hypervisor that runs on an emulated processor: the emulation and
 * KVM disagree about the size of the XSAVE area, so the guest gets none.
 */
static bool nested_in_emulation(void)
{
	u32 a, b, c, d;

	if (opt.xsave)
		return false;
	__asm__ volatile("cpuid" : "=a"(a), "=b"(b), "=c"(c), "=d"(d) : "a"(1), "c"(0));
	return c >> 31;
}

static unsigned int log2_up(unsigned int n)
{
	unsigned int bits = 0;

	while (1u << bits < n)
		bits++;
	return bits;
}

static void adapt(struct cpuid_table *t, const struct vcpu *v)
{
	bool no_xsave = nested_in_emulation();
	u32 in, out = 0, cpus = vm.prof.vcpus;

	for (in = 0; in < t->head.nent; in++) {
		struct kvm_cpuid_entry2 *e = &t->e[in];

		if (e->function >= HV_FIRST && e->function <= HV_LAST)
			continue;
		if (no_xsave && e->function == 0xd)
			continue;
		/* Topology is told by leaf 0xB alone, which is added below. */
		if (e->function == 0xb || e->function == 0x1f)
			continue;
		switch (e->function) {
		case 1:
			e->ebx = (e->ebx & 0xffff) | cpus << 16 | (u32)v->index << 24;
			if (cpus > 1)
				e->edx |= 1u << 28;
			e->ecx |= 1u << 31 | 1u << 21;
			e->ecx &= ~(1u << 24 | 1u << 5 | 1u << 3);	/* TSC deadline, VMX, MONITOR */
			if (no_xsave)
				e->ecx &= ~(1u << 26 | 1u << 27 | 1u << 28 | 1u << 12 | 1u << 29);
			break;
		case 4:
			e->eax &= 0x3fff;
			break;
		case 7:
			if (e->index)
				continue;
			e->ebx &= ~(1u << 1);			/* TSC_ADJUST: user space must know the TSC */
			e->ecx &= ~(1u << 7);			/* shadow stacks */
			e->edx &= ~(1u << 20);			/* IBT: the hypercall page has no ENDBR */
			if (no_xsave) {
				e->ebx &= ~(1u << 5 | 1u << 14 | 0xdc230000u);
				e->ecx &= ~(1u << 3 | 1u << 4 | 1u << 9 | 1u << 10 | 0x5842u);
				e->edx &= ~(1u << 2 | 1u << 3 | 1u << 8 | 7u << 22);
			}
			e->eax = 0;
			break;
		case 0x80000001:
			e->ecx &= ~(1u << 2 | 1u << 22);	/* SVM, TOPOEXT */
			if (no_xsave)
				e->ecx &= ~(1u << 11 | 1u << 15 | 1u << 16);	/* XOP, LWP, FMA4 */
			break;
		case 0x80000008:
			e->ecx = (e->ecx & ~0xffffu) | log2_up(cpus) << 12 | (cpus - 1);
			break;
		case 0x8000000a:
		case 0x8000001e:
			continue;
		}
		t->e[out++] = *e;
	}
	t->head.nent = out;
}

static void add_topology(struct cpuid_table *t, const struct vcpu *v)
{
	unsigned int i;

	for (i = 0; i < 3; i++) {
		add(t, 0xb, 0, 0, i, v->index);
		t->e[t->head.nent - 1].index = i;
		t->e[t->head.nent - 1].flags = KVM_CPUID_FLAG_SIGNIFCANT_INDEX;
		if (i == 0) {		/* threads of a core */
			t->e[t->head.nent - 1].ebx = 1;
			t->e[t->head.nent - 1].ecx |= 1 << 8;
		} else if (i == 1) {	/* cores of the package */
			t->e[t->head.nent - 1].eax = log2_up(vm.prof.vcpus);
			t->e[t->head.nent - 1].ebx = vm.prof.vcpus;
			t->e[t->head.nent - 1].ecx |= 2 << 8;
		}
	}
}

void cpuid_setup(struct vcpu *v)
{
	static struct cpuid_table t;	/* vCPUs are created one after another */

	memset(&t, 0, sizeof(t));
	t.head.nent = MAX_ENTRIES - 16;
	if (ioctl(vm.kvm_fd, KVM_GET_SUPPORTED_CPUID, &t))
		die(4, "KVM_GET_SUPPORTED_CPUID: %s", strerror(errno));
	adapt(&t, v);
	add_topology(&t, v);
	add_hyperv(&t);
	if (ioctl(v->fd, KVM_SET_CPUID2, &t))
		die(4, "KVM_SET_CPUID2: %s", strerror(errno));
}
