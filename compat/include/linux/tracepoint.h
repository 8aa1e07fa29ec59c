/* SPDX-License-Identifier: GPL-2.0-only */
/* Trace events that do nothing, where the kernel has none. */
#include <hvc_config.h>

#if HVC_EVENT_CLASS_EXISTS
/* No guard: this one is read several times on purpose. */
#include_next <linux/tracepoint.h>
#elif !defined(HVC_LINUX_TRACEPOINT_H)
#define HVC_LINUX_TRACEPOINT_H

#if HVC_TRACEPOINT_HEADER_EXISTS
#include_next <linux/tracepoint.h>
#endif

#undef TRACE_EVENT
#undef DECLARE_EVENT_CLASS
#undef DEFINE_EVENT
#undef TP_PROTO
#undef TP_ARGS

#define TP_PROTO(args...)	args
#define TP_ARGS(args...)	args
#define TRACE_EVENT(name, proto, args, fields, assign, print)		\
	static inline void trace_##name(proto)				\
	{								\
	}								\
	struct hvc_no_trace_event
#define DECLARE_EVENT_CLASS(name, proto, args, fields, assign, print)	\
	struct hvc_no_trace_event
#define DEFINE_EVENT(class, name, proto, args)				\
	static inline void trace_##name(proto)				\
	{								\
	}								\
	struct hvc_no_trace_event

#endif
