/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where XDP is left out, nobody can hand us a program (<linux/netdevice.h> has no
 * member for it), so what deals with programs never runs. It is compiled all the
 * same, with these names.
 */
#ifndef HVC_LINUX_BPF_TRACE_H
#define HVC_LINUX_BPF_TRACE_H

#include <hvc_config.h>

#if HVC_XDP_IS_COMPLETE
#include_next <linux/bpf_trace.h>
#else
#include <linux/bpf.h>
#include <linux/filter.h>
#include <linux/if_vlan.h>
#include <linux/netdevice.h>
#include <linux/skbuff.h>
#include <net/xdp.h>

struct hvc_xdp_buff {
	void *data;
	void *data_end;
	void *data_hard_start;
};

struct hvc_xdp_frame {
	void *data;
	u16 len;
};

struct hvc_netdev_bpf {
	int command;
	struct bpf_prog *prog;
	struct netlink_ext_ack *extack;
};

#undef netdev_bpf
#define xdp_buff			hvc_xdp_buff
#define xdp_frame			hvc_xdp_frame
#define netdev_bpf			hvc_netdev_bpf

#undef XDP_SETUP_PROG
#undef XDP_PACKET_HEADROOM
#undef XDP_XMIT_FLAGS_MASK
#define XDP_SETUP_PROG			0
#define XDP_PACKET_HEADROOM		256
#define XDP_XMIT_FLAGS_MASK		1u

#undef xdp_init_buff
#undef xdp_prepare_buff
#undef build_skb
#undef bpf_prog_inc
#undef bpf_prog_put
#undef bpf_prog_run_xdp
#undef bpf_warn_invalid_xdp_action
#undef trace_xdp_exception
#undef xdp_do_redirect
#undef xdp_do_flush
#undef xdp_return_frame_rx_napi
#undef NL_SET_ERR_MSG
#define xdp_init_buff(b, size, q)	((void)(b))
#define xdp_prepare_buff(b, start, headroom, len, meta)			\
	do {								\
		(b)->data_hard_start = (start);				\
		(b)->data = (b)->data_hard_start + (headroom);		\
		(b)->data_end = (b)->data + (len);			\
	} while (0)
#define build_skb(data, size)		((struct sk_buff *)NULL)
#define bpf_prog_inc(prog)		((void)(prog))
#define bpf_prog_put(prog)		((void)(prog))
#define bpf_prog_run_xdp(prog, xdp)	XDP_ABORTED
#define bpf_warn_invalid_xdp_action(dev, prog, act)	((void)(dev))
#define trace_xdp_exception(dev, prog, act)		((void)(dev))
#define xdp_do_redirect(dev, xdp, prog)	(-EOPNOTSUPP)
#define xdp_do_flush()			do { } while (0)
#define xdp_return_frame_rx_napi(frame)	((void)(frame))
#define NL_SET_ERR_MSG(extack, msg)	((void)(extack))
#endif /* HVC_XDP_IS_COMPLETE */

#endif /* HVC_LINUX_BPF_TRACE_H */
