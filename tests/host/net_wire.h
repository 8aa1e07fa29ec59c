/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Wire formats of the synthetic network device, as the stand-in host sees
 * them: NVSP, RNDIS and the NDIS objects inside its requests.
 *
 * Like vmbus_wire.h this is the host's own description, apart from what the
 * drivers use.  All fields are little-endian; sizes are asserted at the end.
 */
#ifndef NET_WIRE_H
#define NET_WIRE_H

#include "hvhost.h"

#ifndef PACKED
#define PACKED __attribute__((packed))
#endif

/* ---- NVSP ---- */
#define NVSP_V1		0x00002u
#define NVSP_V2		0x30002u
#define NVSP_V4		0x40000u
#define NVSP_V5		0x50000u
#define NVSP_V6		0x60000u
#define NVSP_V61	0x60001u

#define NVSP_MAX	40u	/* bytes of the longest message; 28 on old hosts */

enum {
	NV_INIT = 1,
	NV_INIT_DONE = 2,
	NV_NDIS_VERSION = 100,
	NV_RECV_BUF = 101,
	NV_RECV_BUF_DONE = 102,
	NV_RECV_BUF_REVOKE = 103,
	NV_SEND_BUF = 104,
	NV_SEND_BUF_DONE = 105,
	NV_SEND_BUF_REVOKE = 106,
	NV_RNDIS = 107,
	NV_RNDIS_DONE = 108,
	NV_NDIS_CONFIG = 125,
	NV_VF = 128,
	NV_DATA_PATH = 129,
	NV_OID_EX = 131,
	NV_SUBCHANNEL = 133,
	NV_SEND_TABLE = 134,
};

enum { NVS_NONE, NVS_OK, NVS_FAIL, NVS_TOO_NEW, NVS_TOO_OLD, NVS_BAD_RNDIS, NVS_BUSY, NVS_UNSUPPORTED };

#define NVSP_CAP_SRIOV	(1u << 2)
#define NVSP_CAP_VLAN	(1u << 3)
#define NVSP_CAP_TEAM	(1u << 5)
#define NVSP_CAP_RSC	(1u << 7)

#define RECV_BUF_ID	0xcafeu
#define SECTION_NONE	0xffffffffu
#define SEND_TABLE_SIZE	16u

struct nv_init { u32 type, min_version, max_version; } PACKED;
struct nv_init_done { u32 type, version, max_mdl_chain, status; } PACKED;
struct nv_ndis_version { u32 type, major, minor; } PACKED;
struct nv_ndis_config { u32 type, mtu, rsvd; u64 capabilities; } PACKED;
struct nv_buf { u32 type, gpadl; u16 id; } PACKED;
struct nv_revoke { u32 type; u16 id; } PACKED;
struct nv_recv_done {
	u32 type, status, sections;
	struct { u32 offset, sub_size, sub_count, end; } PACKED section[1];
} PACKED;
struct nv_send_done { u32 type, status, section_size; } PACKED;
struct nv_rndis { u32 type, channel, section, section_bytes; } PACKED;
struct nv_status { u32 type, status; } PACKED;
struct nv_subchannel { u32 type, op, count; } PACKED;
struct nv_subchannel_done { u32 type, status, count; } PACKED;
struct nv_vf { u32 type, allocated, serial; } PACKED;
struct nv_data_path { u32 type, active; } PACKED;
struct nv_send_table { u32 type, count, offset; u32 entry[SEND_TABLE_SIZE]; } PACKED;

/* header of a transfer-page packet, after the descriptor */
struct xfer_range { u32 count, offset; } PACKED;
struct xfer_head { u16 set; u8 owns, rsvd; u32 ranges; } PACKED;

/* ---- RNDIS ---- */
enum {
	RN_PACKET = 1, RN_INIT = 2, RN_HALT = 3, RN_QUERY = 4, RN_SET = 5,
	RN_RESET = 6, RN_INDICATE = 7, RN_KEEPALIVE = 8,
};
#define RN_DONE		0x80000000u

struct rn_head { u32 type, length; } PACKED;
struct rn_init { u32 id, major, minor, max_transfer; } PACKED;
struct rn_init_done {
	u32 id, status, major, minor, flags, medium, max_packets, max_transfer, align_shift, af_offset, af_size;
} PACKED;
struct rn_request { u32 id, oid, info_len, info_off, vc; } PACKED;	/* query and set */
struct rn_query_done { u32 id, status, info_len, info_off; } PACKED;
struct rn_done { u32 id, status; } PACKED;			/* set, keepalive, reset */
struct rn_indicate { u32 status, len, off; } PACKED;
struct rn_packet {
	u32 data_off, data_len, oob_off, oob_len, oob_count, ppi_off, ppi_len, vc, rsvd;
} PACKED;
struct rn_ppi { u32 size, type, off; } PACKED;
#define PPI_INTERNAL	0x80000000u

enum { PPI_CHECKSUM = 0, PPI_ID = 1, PPI_LSO = 2, PPI_VLAN = 6, PPI_HASH = 8 };

/* PPI_CHECKSUM, guest to host */
#define TXC_IPV4	0x01u
#define TXC_IPV6	0x02u
#define TXC_TCP		0x04u
#define TXC_UDP		0x08u
#define TXC_IPHDR	0x10u
#define TXC_HDR_OFF(v)	((v) >> 16 & 0x3ff)
/* host to guest */
#define RXC_TCP_BAD	0x01u
#define RXC_UDP_BAD	0x02u
#define RXC_IP_BAD	0x04u
#define RXC_TCP_OK	0x08u
#define RXC_UDP_OK	0x10u
#define RXC_IP_OK	0x20u
#define RXC_TCP_STALE	0x80u
#define RXC_IP_STALE	0x100u
/* PPI_LSO */
#define LSO_MSS(v)	((v) & 0xfffff)
#define LSO_HDR_OFF(v)	((v) >> 20 & 0x3ff)
#define LSO_V2		0x40000000u
#define LSO_IPV6	0x80000000u
/* PPI_ID with PPI_INTERNAL */
#define ID_VERSION	1u
#define ID_PIECE	1u
#define ID_FIRST	2u
#define ID_LAST		4u

#define RS_OK		0x00000000u
#define RS_OVERFLOW	0x80000005u
#define RS_FAIL		0xc0000001u
#define RS_RESOURCES	0xc000009au
#define RS_UNSUPPORTED	0xc00000bbu
#define RS_INVALID	0xc0010015u
#define RS_CONNECT	0x4001000bu
#define RS_DISCONNECT	0x4001000cu
#define RS_SPEED	0x40010013u
#define RS_NETCHANGE	0x40010018u

enum {
	OID_MAX_FRAME = 0x00010106, OID_LINK_SPEED = 0x00010107, OID_PACKET_FILTER = 0x0001010e,
	OID_MEDIA_STATUS = 0x00010114, OID_RSS_CAPS = 0x00010203, OID_RSS_PARAMS = 0x00010204,
	OID_CONFIG_PARAM = 0x0001021b, OID_NAME = 0x00020216, OID_PERM_MAC = 0x01010101,
	OID_CURRENT_MAC = 0x01010102, OID_MULTICAST = 0x01010103,
};
#define OID_OFFLOAD_CURRENT	0xfc01020bu
#define OID_OFFLOAD_PARAMS	0xfc01020cu
#define OID_OFFLOAD_CAPS	0xfc01020du

#define PF_DIRECTED	0x01u
#define PF_MULTICAST	0x02u
#define PF_ALL_MULTI	0x04u
#define PF_BROADCAST	0x08u
#define PF_PROMISC	0x20u

/* ---- NDIS objects ---- */
struct nd_head { u8 type, rev; u16 size; } PACKED;
#define ND_OFFLOAD		0xa7
#define ND_OFFLOAD_PARAMS	0x80
#define ND_RSS_CAPS		0x88
#define ND_RSS_PARAMS		0x89

struct nd_rss_caps { struct nd_head h; u32 caps, interrupts, queues; u16 entries; } PACKED;
struct nd_rss_params {
	struct nd_head h;
	u16 flags, base_cpu;
	u32 hash_info;
	u16 table_size, rsvd;
	u32 table_off;
	u16 key_size, rsvd2;
	u32 key_off, mask_off, mask_count, mask_size;
} PACKED;
#define RSS_KEY_SAME	0x08u
#define RSS_DISABLE	0x10u
#define RSS_TABLE_MAX	256u
#define RSS_KEY_LEN	40u
#define HASH_TOEPLITZ	0x001u
#define HASH_IPV4	0x100u
#define HASH_TCPV4	0x200u
#define HASH_IPV6	0x400u
#define HASH_TCPV6	0x1000u

#define CAP_8023	2u
struct nd_offload {
	struct nd_head h;
	struct { u32 tx_encap, tx, rx_encap, rx; } PACKED csum4, csum6;
	u32 lsov1[4], ipsec[7];
	struct { u32 encap, max, min_segments; } PACKED lso4;
	struct { u32 encap, max, min_segments, opts; } PACKED lso6;
	u32 flags, ipsecv2[8];
	u8 rsc4, rsc6, rsvd[2];
	u32 gre[2];
} PACKED;
#define C_OPTIONS	0x004u
#define C_TCP		0x010u
#define C_UDP		0x040u
#define C_IP		0x100u
#define C_IP_OPTIONS	0x001u		/* v4: IP options; v6: extension headers */

struct nd_offload_params {
	struct nd_head h;
	u8 ip4, tcp4, udp4, tcp6, udp6, lsov1, ipsec, lso4, lso6, conn4, conn6, pad;
	u32 flags;
	u8 ipsecv2[2], rsc4, rsc6, encap[2], end[2];
} PACKED;
enum { OFL_SAME, OFL_OFF, OFL_TX, OFL_RX, OFL_BOTH };
#define OFL_LSO_ON	2
#define OFL_RSC_ON	2

struct nd_config { u32 name_off, name_len, type, val_off, val_len; } PACKED;

_Static_assert(sizeof(struct nv_ndis_config) == 20, "ndis config");
_Static_assert(sizeof(struct nv_recv_done) == 28, "receive buffer done");
_Static_assert(sizeof(struct nv_send_table) == 76, "send table");
_Static_assert(sizeof(struct rn_init_done) == 44, "rndis init done");
_Static_assert(sizeof(struct rn_packet) == 36, "rndis packet");
_Static_assert(sizeof(struct nd_rss_caps) == 18, "rss caps");
_Static_assert(sizeof(struct nd_rss_params) == 40, "rss parameters");
_Static_assert(offsetof(struct nd_offload, lso4) == 80, "lso v4");
_Static_assert(offsetof(struct nd_offload, flags) == 108, "offload flags");
_Static_assert(offsetof(struct nd_offload, rsc4) == 144, "rsc");
_Static_assert(sizeof(struct nd_offload) == 156, "offload");
_Static_assert(sizeof(struct nd_offload_params) == 28, "offload parameters");
_Static_assert(offsetof(struct nd_offload_params, rsc4) == 22, "offload parameters");

#endif
