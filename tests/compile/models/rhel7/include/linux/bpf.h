/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/bpf.h>. */
#ifndef MODEL_LINUX_BPF_H
#define MODEL_LINUX_BPF_H

struct bpf_prog;
enum xdp_action { XDP_ABORTED, XDP_DROP, XDP_PASS, XDP_TX, XDP_REDIRECT };

#endif /* MODEL_LINUX_BPF_H */
