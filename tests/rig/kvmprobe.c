// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tell whether /dev/kvm really runs a virtual CPU here: one HLT in real mode,
 * within a few seconds, and the two abilities that the stand-in host needs.
 * Exit code 0: yes; 1: no, with the reason on standard error.
 */
#include <fcntl.h>
#include <linux/kvm.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#define PROBE_SECONDS 5
#define CODE_GPA 0x1000

static int no(const char *why)
{
	fprintf(stderr, "kvmprobe: %s\n", why);
	return 1;
}

int main(void)
{
	struct kvm_userspace_memory_region mem = {
		.guest_phys_addr = CODE_GPA,
		.memory_size = 4096,
	};
	struct kvm_sregs sregs;
	struct kvm_regs regs;
	struct kvm_run *run;
	int kvm, vm, vcpu, len;
	unsigned char *page;

	alarm(PROBE_SECONDS);	/* a virtual CPU that never finishes: killed, not zero */
	kvm = open("/dev/kvm", O_RDWR | O_CLOEXEC);
	if (kvm < 0)
		return no("/dev/kvm cannot be opened");
	if (ioctl(kvm, KVM_CHECK_EXTENSION, KVM_CAP_X86_USER_SPACE_MSR) <= 0 ||
	    ioctl(kvm, KVM_CHECK_EXTENSION, KVM_CAP_X86_MSR_FILTER) <= 0)
		return no("this KVM cannot hand MSR accesses to a program (Linux 5.10 is needed)");
	vm = ioctl(kvm, KVM_CREATE_VM, 0);
	if (vm < 0)
		return no("no virtual machine can be made");
	page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (page == MAP_FAILED)
		return no("no memory");
	page[0] = 0xf4;	/* hlt */
	mem.userspace_addr = (unsigned long)page;
	if (ioctl(vm, KVM_SET_USER_MEMORY_REGION, &mem) < 0)
		return no("the virtual machine takes no memory");
	vcpu = ioctl(vm, KVM_CREATE_VCPU, 0);
	if (vcpu < 0)
		return no("no virtual CPU can be made");
	len = ioctl(kvm, KVM_GET_VCPU_MMAP_SIZE, 0);
	run = mmap(NULL, len, PROT_READ | PROT_WRITE, MAP_SHARED, vcpu, 0);
	if (run == MAP_FAILED || ioctl(vcpu, KVM_GET_SREGS, &sregs) < 0)
		return no("the virtual CPU cannot be set up");
	sregs.cs.base = 0;
	sregs.cs.selector = 0;
	memset(&regs, 0, sizeof(regs));
	regs.rip = CODE_GPA;
	regs.rflags = 2;
	if (ioctl(vcpu, KVM_SET_SREGS, &sregs) < 0 || ioctl(vcpu, KVM_SET_REGS, &regs) < 0)
		return no("the virtual CPU cannot be set up");
	if (ioctl(vcpu, KVM_RUN, 0) < 0 || run->exit_reason != KVM_EXIT_HLT)
		return no("the virtual CPU does not run");
	return 0;
}
