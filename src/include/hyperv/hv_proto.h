/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Facts about the hypervisor itself (protocol 1): CPUID leaves, model-specific
 * registers, hypercalls, the pages of the synthetic interrupt controller.
 * Structures and constants, no logic. The names are our own, because kernels
 * with Hyper-V support of their own declare others for the same things.
 */
#ifndef HYPERV_HV_PROTO_H
#define HYPERV_HV_PROTO_H

#include <hyperv/pure.h>

/* -------- CPUID (protocol 1.1) -------- */

#define HYPERV_LEAF_VENDOR		0x40000000u
#define HYPERV_LEAF_INTERFACE		0x40000001u
#define HYPERV_LEAF_VERSION		0x40000002u
#define HYPERV_LEAF_FEATURES		0x40000003u
#define HYPERV_LEAF_HINTS		0x40000004u
#define HYPERV_LEAF_ISOLATION		0x4000000Cu

#define HYPERV_VENDOR_EBX		0x7263694Du	/* "Micr" */
#define HYPERV_VENDOR_ECX		0x666F736Fu	/* "osof" */
#define HYPERV_VENDOR_EDX		0x76482074u	/* "t Hv" */
#define HYPERV_INTERFACE_EAX		0x31237648u	/* "Hv#1" */

/* features, EAX: which registers the partition may use */
#define HYPERV_FEAT_REF_COUNTER		(1u << 1)
#define HYPERV_FEAT_SYNIC		(1u << 2)
#define HYPERV_FEAT_STIMER		(1u << 3)
#define HYPERV_FEAT_HYPERCALL		(1u << 5)
#define HYPERV_FEAT_VP_INDEX		(1u << 6)
#define HYPERV_FEAT_REF_TSC		(1u << 9)
/* features, EBX: which hypercalls it may do */
#define HYPERV_PRIV_CREATE_PARTITIONS	(1u << 0)
#define HYPERV_PRIV_POST_MESSAGES	(1u << 4)
#define HYPERV_PRIV_SIGNAL_EVENTS	(1u << 5)
#define HYPERV_PRIV_ISOLATION		(1u << 22)
/* features, EDX */
#define HYPERV_MISC_CRASH_MSRS		(1u << 10)
#define HYPERV_MISC_STIMER_DIRECT	(1u << 19)
/* hints, EAX */
#define HYPERV_HINT_NO_AUTO_EOI		(1u << 9)
/* isolation, EBX */
#define HYPERV_ISOLATION_TYPE_MASK	0xFu	/* 0: the host may see all memory */

/* -------- registers (protocol 1.2) -------- */

#define HYPERV_MSR_GUEST_OS_ID		0x40000000u
#define HYPERV_MSR_HYPERCALL		0x40000001u
#define HYPERV_MSR_VP_INDEX		0x40000002u
#define HYPERV_MSR_REF_COUNTER		0x40000020u
#define HYPERV_MSR_REF_TSC		0x40000021u
#define HYPERV_MSR_SCONTROL		0x40000080u
#define HYPERV_MSR_SIEFP		0x40000082u
#define HYPERV_MSR_SIMP			0x40000083u
#define HYPERV_MSR_EOM			0x40000084u
#define HYPERV_MSR_SINT0		0x40000090u
#define HYPERV_MSR_STIMER0_CONFIG	0x400000B0u
#define HYPERV_MSR_STIMER0_COUNT	0x400000B1u
#define HYPERV_MSR_CRASH_P0		0x40000100u
#define HYPERV_MSR_CRASH_CTL		0x40000105u

#define HYPERV_CRASH_PARAMS		5
#define HYPERV_CRASH_NOTIFY		(1ULL << 63)
#define HYPERV_CRASH_MESSAGE		(1ULL << 62)
#define HYPERV_CRASH_TEXT_MAX		4096u

#define HYPERV_SCONTROL_ENABLE		(1ULL << 0)

/* SIMP and SIEFP: bits 1 to 11 are reserved and to be preserved. */
#define HYPERV_SYNIC_PAGE_ENABLE	(1ULL << 0)
#define HYPERV_SYNIC_PAGE_RESERVED	0xFFEULL
#define HYPERV_SYNIC_PAGE_SHIFT		12

/* SINTn: bits 8 to 15 and 21 up are reserved and to be preserved. */
#define HYPERV_SINT_VECTOR_MASK		0xFFULL
#define HYPERV_SINT_MASKED		(1ULL << 16)
#define HYPERV_SINT_AUTO_EOI		(1ULL << 17)
#define HYPERV_SINT_POLLING		(1ULL << 18)
#define HYPERV_SINT_PROXY		(1ULL << 20)

/* STIMERn_CONFIG */
#define HYPERV_STIMER_ENABLE		(1ULL << 0)
#define HYPERV_STIMER_PERIODIC		(1ULL << 1)
#define HYPERV_STIMER_LAZY		(1ULL << 2)
#define HYPERV_STIMER_AUTO_ENABLE	(1ULL << 3)
#define HYPERV_STIMER_DIRECT		(1ULL << 12)
#define HYPERV_STIMER_VECTOR_SHIFT	4
#define HYPERV_STIMER_SINT_SHIFT	16

/* -------- hypercalls (protocol 1.3) -------- */

#define HYPERV_CALL_POST_MESSAGE	0x5Cu
#define HYPERV_CALL_SIGNAL_EVENT	0x5Du

#define HYPERV_STATUS_MASK		0xFFFFULL
#define HYPERV_STATUS_SUCCESS		0x00u
#define HYPERV_STATUS_BAD_PARAMETER	0x05u
#define HYPERV_STATUS_NO_MEMORY		0x0Bu
#define HYPERV_STATUS_BAD_CONNECTION	0x12u
#define HYPERV_STATUS_NO_BUFFERS	0x13u

#define HYPERV_MESSAGE_PAYLOAD		240u

/* Input of POST_MESSAGE: aligned to 8, within one host page. */
struct hyperv_post_input {
	u32 connection_id;
	u32 reserved;
	u32 message_type;
	u32 payload_size;
	u8 payload[HYPERV_MESSAGE_PAYLOAD];
};
HV_ASSERT_SIZE(struct hyperv_post_input, 256);

/* -------- pages of the SynIC (protocol 1.4) -------- */

#define HYPERV_SINTS			16

#define HYPERV_MSG_NONE			0u
#define HYPERV_MSG_CHANNEL		1u
#define HYPERV_MSG_TIMER_EXPIRED	0x80000010u

#define HYPERV_MSG_FLAG_PENDING		0x1u

/* One slot of the message page. */
struct hyperv_message {
	u32 type;
	u8 payload_size;
	u8 flags;
	u16 reserved;
	u64 sender;
	u8 payload[HYPERV_MESSAGE_PAYLOAD];
};
HV_ASSERT_SIZE(struct hyperv_message, 256);

struct hyperv_message_page {
	struct hyperv_message slot[HYPERV_SINTS];
};
HV_ASSERT_SIZE(struct hyperv_message_page, 4096);

#define HYPERV_EVENT_FLAG_BYTES		256

struct hyperv_event_page {
	u8 flags[HYPERV_SINTS][HYPERV_EVENT_FLAG_BYTES];
};
HV_ASSERT_SIZE(struct hyperv_event_page, 4096);

/* -------- reference TSC page (protocol 1.5) -------- */

struct hyperv_tsc_page {
	u32 sequence;		/* 0: not valid, read the counter register */
	u32 reserved0;
	u64 scale;
	s64 offset;
	u8 reserved1[4072];
};
HV_ASSERT_SIZE(struct hyperv_tsc_page, 4096);

#endif /* HYPERV_HV_PROTO_H */
