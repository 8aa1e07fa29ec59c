/* SPDX-License-Identifier: GPL-2.0-only */
/* The code of trace events, where the kernel has them; see linux/tracepoint.h. */
#include <hvc_config.h>

#if HVC_EVENT_CLASS_EXISTS
#include_next <trace/define_trace.h>
#endif
