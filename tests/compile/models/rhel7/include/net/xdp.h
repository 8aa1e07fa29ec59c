/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <net/xdp.h>. */
#ifndef MODEL_NET_XDP_H
#define MODEL_NET_XDP_H

#include <model/base.h>

struct net_device;
struct xdp_buff { void *data, *data_end, *data_hard_start; };
struct xdp_rxq_info { u32 queue_index; };
enum xdp_mem_type { MEM_TYPE_PAGE_SHARED };
int xdp_rxq_info_reg(struct xdp_rxq_info *q, struct net_device *d, u32 index);
int xdp_rxq_info_reg_mem_model(struct xdp_rxq_info *q, enum xdp_mem_type t,
			       void *allocator);
void xdp_rxq_info_unreg(struct xdp_rxq_info *q);

#endif /* MODEL_NET_XDP_H */
