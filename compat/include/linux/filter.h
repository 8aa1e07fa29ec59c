/* SPDX-License-Identifier: GPL-2.0-only */
/* XDP actions. Macros only: kernel headers include this one. */
#ifndef HVC_LINUX_FILTER_H
#define HVC_LINUX_FILTER_H

/* Some use it before they declare it. */
#include <linux/rcupdate.h>

#include_next <linux/filter.h>
#include <hvc_config.h>

#if !HVC_BPF_WARN_INVALID_XDP_ACTION_HAS_3_ARGS
#define bpf_warn_invalid_xdp_action(dev, prog, act) \
	bpf_warn_invalid_xdp_action(act)
#endif

#endif /* HVC_LINUX_FILTER_H */
