/* SPDX-License-Identifier: GPL-2.0-only */
/* Model: trace events, each a function that does nothing. */
#ifndef MODEL_TRACE_H
#define MODEL_TRACE_H

#define TP_PROTO(...)		__VA_ARGS__
#define TP_ARGS(...)		__VA_ARGS__
#define TP_STRUCT__entry(...)
#define TP_fast_assign(...)
#define TP_printk(...)
#define TRACE_EVENT(name, proto, args, fields, assign, print) \
	static inline void trace_##name(proto) { }
#define DECLARE_EVENT_CLASS(name, proto, args, fields, assign, print) \
	struct model_event_##name
#define DEFINE_EVENT(class, name, proto, args) \
	static inline void trace_##name(proto) { }

#endif /* MODEL_TRACE_H */
