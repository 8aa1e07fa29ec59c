/* SPDX-License-Identifier: GPL-2.0-only */
/* Buffers and queues of XDP. Macros only: kernel headers include this one. */
#ifndef HVC_NET_XDP_H
#define HVC_NET_XDP_H

#include <hvc_config.h>

#if HVC_XDP_HEADER_EXISTS
#include_next <net/xdp.h>
#endif

/* Named by our prototypes. */
struct xdp_frame;
struct netdev_bpf;
struct netlink_ext_ack;

#if !HVC_XDP_RXQ_INFO_EXISTS
#if !HVC_XDP_HEADER_EXISTS
struct xdp_rxq_info {
	char nothing;
};
#endif
#define xdp_rxq_info_reg(q, dev, index, napi_id)	((void)(q), 0)
#define xdp_rxq_info_reg_mem_model(q, type, allocator)	((void)(q), 0)
#define xdp_rxq_info_unreg(q)				((void)(q))
#elif !HVC_XDP_RXQ_INFO_REG_HAS_4_ARGS
#define xdp_rxq_info_reg(q, dev, index, napi_id) \
	xdp_rxq_info_reg(q, dev, index)
#endif

#if HVC_XDP_IS_COMPLETE && !HVC_XDP_INIT_BUFF_EXISTS
#define xdp_init_buff(b, size, q)					\
	do {								\
		(b)->frame_sz = (size);					\
		(b)->rxq = (q);						\
	} while (0)
#define xdp_prepare_buff(b, start, headroom, len, meta)			\
	do {								\
		(b)->data_hard_start = (start);				\
		(b)->data = (b)->data_hard_start + (headroom);		\
		(b)->data_end = (b)->data + (len);			\
		(b)->data_meta = (meta) ? (b)->data : (b)->data + 1;	\
	} while (0)
#endif

#if !HVC_XDP_SET_FEATURES_FLAG_EXISTS
/* The kernel does not ask for it. */
#define xdp_set_features_flag(dev, flags)	((void)(dev))
#endif

#endif /* HVC_NET_XDP_H */
