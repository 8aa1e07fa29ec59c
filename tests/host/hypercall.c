// SPDX-License-Identifier: GPL-2.0-only
/*
 * Hypercalls: post message and signal event, in the 64- and the 32-bit calling
 * convention.  The hypercall page (hv_msr.c) is an "out" to a port, so they
 * arrive here as port accesses with the registers at hand.
 */
#include <string.h>

#include "core.h"

#define HC_POST_MESSAGE 0x5c
#define HC_SIGNAL_EVENT 0x5d
#define HC_FAST (1u << 16)

#define HC_OK 0
#define HC_BAD_CODE 2
#define HC_BAD_INPUT 3
#define HC_BAD_ALIGNMENT 4
#define HC_BAD_PARAMETER 5

#define MESSAGE_MAX 240

static u16 post_message(int vp, u64 input)
{
	struct {
		u32 connection, reserved, type, size;
		u8 payload[MESSAGE_MAX];
	} m;

	if (input & 7)
		return HC_BAD_ALIGNMENT;
	if (input % HV_PAGE + sizeof(m) > HV_PAGE) {
		check_failed("hypercall_input", "post message at %#llx crosses a page", (unsigned long long)input);
		return HC_BAD_PARAMETER;
	}
	if (gpa_read(input, &m, sizeof(m)))
		return HC_BAD_PARAMETER;
	if (m.size > MESSAGE_MAX || !m.type || m.type >> 31) {
		check_failed("post_message", "size %u type %#x", m.size, m.type);
		return HC_BAD_PARAMETER;
	}
	counter_add("hypercall.post", 1);
	return vmbus_post_message(vp, m.connection, m.type, m.payload, m.size);
}

static u16 signal_event(int vp, u64 input, bool fast)
{
	if (!fast) {
		if (input & 7)
			return HC_BAD_ALIGNMENT;
		if (input % HV_PAGE + 8 > HV_PAGE || gpa_read(input, &input, 8))
			return HC_BAD_PARAMETER;
	}
	counter_add("hypercall.signal", 1);
	return vmbus_signal_event(vp, (u32)input, (u16)(input >> 32));
}

void hypercall(struct vcpu *v)
{
	struct kvm_regs *r = &v->run->s.regs.regs;
	u64 control, input;
	u16 status;

	if (hypercall_64) {
		control = r->rcx;
		input = r->rdx;
	} else {
		control = r->rdx << 32 | (u32)r->rax;
		input = r->rbx << 32 | (u32)r->rcx;
	}
	switch (control & 0xffff) {
	case HC_POST_MESSAGE:
		status = control & HC_FAST ? HC_BAD_INPUT : post_message(v->vp, input);
		break;
	case HC_SIGNAL_EVENT:
		status = signal_event(v->vp, input, control & HC_FAST);
		break;
	default:
		trace("vm", "hypercall %#llx is unknown", (unsigned long long)control);
		counter_add("hypercall.unknown", 1);
		status = HC_BAD_CODE;
	}
	if (status)
		counter_add("hypercall.failed", 1);
	r->rax = status;
	if (!hypercall_64)
		r->rdx = 0;
	v->run->kvm_dirty_regs |= KVM_SYNC_X86_REGS;
}
