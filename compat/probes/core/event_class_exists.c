// SPDX-License-Identifier: GPL-2.0-only
/*
 * Trace events are declared by TRACE_EVENT(), DECLARE_EVENT_CLASS() and DEFINE_EVENT().
 * Since: 2.6.33
 * Backports: RHEL 6
 */
#include <linux/tracepoint.h>

#if !defined(TRACE_EVENT) || !defined(DECLARE_EVENT_CLASS) || !defined(DEFINE_EVENT)
#error "no trace events"
#endif

int hvc_probe(void);
int hvc_probe(void)
{
	return 0;
}
