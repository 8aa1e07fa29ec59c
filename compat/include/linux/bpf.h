/* SPDX-License-Identifier: GPL-2.0-only */
/* What a program can do with a frame. */
#ifndef HVC_LINUX_BPF_H
#define HVC_LINUX_BPF_H

#include <hvc_config.h>

#if HVC_BPF_HEADER_EXISTS
#include_next <linux/bpf.h>
#else
/* Nobody has one. */
struct bpf_prog {
	char nothing;
};
#endif

#if !HVC_XDP_ACTION_EXISTS
enum {
	XDP_ABORTED,
	XDP_DROP,
	XDP_PASS,
	XDP_TX
};
#endif
#if !HVC_XDP_REDIRECT_EXISTS
#define XDP_REDIRECT	4
#endif

#endif /* HVC_LINUX_BPF_H */
