/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Trace events of the bus: /sys/kernel/tracing/events/hyperv_guest.
 */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM hyperv_guest

#if !defined(VMBUS_TRACE_H) || defined(TRACE_HEADER_MULTI_READ)
#define VMBUS_TRACE_H

#include <linux/tracepoint.h>

/* A control message from the host; type -22 = rejected. */
TRACE_EVENT(vmbus_message_in,
	TP_PROTO(int type, unsigned int len),
	TP_ARGS(type, len),
	TP_STRUCT__entry(
		__field(int, type)
		__field(unsigned int, len)
	),
	TP_fast_assign(
		__entry->type = type;
		__entry->len = len;
	),
	TP_printk("type=%d len=%u", __entry->type, __entry->len)
);

/* A control message to the host and how the hypercall ended. */
TRACE_EVENT(vmbus_message_out,
	TP_PROTO(unsigned int type, unsigned int len, int ret),
	TP_ARGS(type, len, ret),
	TP_STRUCT__entry(
		__field(unsigned int, type)
		__field(unsigned int, len)
		__field(int, ret)
	),
	TP_fast_assign(
		__entry->type = type;
		__entry->len = len;
		__entry->ret = ret;
	),
	TP_printk("type=%u len=%u ret=%d", __entry->type, __entry->len,
		  __entry->ret)
);

DECLARE_EVENT_CLASS(vmbus_channel_event,
	TP_PROTO(unsigned int relid),
	TP_ARGS(relid),
	TP_STRUCT__entry(
		__field(unsigned int, relid)
	),
	TP_fast_assign(
		__entry->relid = relid;
	),
	TP_printk("relid=%u", __entry->relid)
);

/* The host signalled a channel (hard interrupt). */
DEFINE_EVENT(vmbus_channel_event, vmbus_interrupt,
	TP_PROTO(unsigned int relid), TP_ARGS(relid));
/* The driver's callback is about to run. */
DEFINE_EVENT(vmbus_channel_event, vmbus_callback,
	TP_PROTO(unsigned int relid), TP_ARGS(relid));
/* We signal the host. */
DEFINE_EVENT(vmbus_channel_event, vmbus_signal,
	TP_PROTO(unsigned int relid), TP_ARGS(relid));
DEFINE_EVENT(vmbus_channel_event, vmbus_offer,
	TP_PROTO(unsigned int relid), TP_ARGS(relid));
DEFINE_EVENT(vmbus_channel_event, vmbus_rescind,
	TP_PROTO(unsigned int relid), TP_ARGS(relid));
DEFINE_EVENT(vmbus_channel_event, vmbus_release,
	TP_PROTO(unsigned int relid), TP_ARGS(relid));
DEFINE_EVENT(vmbus_channel_event, vmbus_channel_open,
	TP_PROTO(unsigned int relid), TP_ARGS(relid));
DEFINE_EVENT(vmbus_channel_event, vmbus_channel_close,
	TP_PROTO(unsigned int relid), TP_ARGS(relid));

#endif /* VMBUS_TRACE_H */

#undef TRACE_INCLUDE_PATH
/* Relative to src/include, which is in the include path. */
#define TRACE_INCLUDE_PATH ../vmbus
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE trace
#include <trace/define_trace.h>
