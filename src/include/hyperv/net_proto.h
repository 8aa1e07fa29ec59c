/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Wire formats of the synthetic network device (protocol section 5): NVSP, which
 * carries buffers and packets, and RNDIS, which carries frames and settings.
 *
 * Every field is little-endian, as is every machine these drivers run on; all
 * structures are packed. Offsets "in the body" count from behind the 8-byte
 * RNDIS header.
 */
#ifndef HYPERV_NET_PROTO_H
#define HYPERV_NET_PROTO_H

#include <hyperv/pure.h>

/* -------- NVSP: versions, messages -------- */

#define NVSP_VERSION_1		0x00000002u
#define NVSP_VERSION_2		0x00030002u
#define NVSP_VERSION_4		0x00040000u
#define NVSP_VERSION_5		0x00050000u
#define NVSP_VERSION_6		0x00060000u
#define NVSP_VERSION_6_1	0x00060001u

#define NVSP_MSG_INIT			1
#define NVSP_MSG_INIT_COMPLETE		2
#define NVSP_MSG_NDIS_VERSION		100
#define NVSP_MSG_RECV_BUF		101
#define NVSP_MSG_RECV_BUF_COMPLETE	102
#define NVSP_MSG_REVOKE_RECV_BUF	103
#define NVSP_MSG_SEND_BUF		104
#define NVSP_MSG_SEND_BUF_COMPLETE	105
#define NVSP_MSG_REVOKE_SEND_BUF	106
#define NVSP_MSG_RNDIS			107
#define NVSP_MSG_RNDIS_COMPLETE		108
#define NVSP_MSG_NDIS_CONFIG		125
#define NVSP_MSG_VF_ASSOCIATION		128
#define NVSP_MSG_SWITCH_DATA_PATH	129
#define NVSP_MSG_SUBCHANNEL		133
#define NVSP_MSG_SEND_TABLE		134

#define NVSP_STATUS_NONE	0
#define NVSP_STATUS_SUCCESS	1
#define NVSP_STATUS_FAIL	2

/* nvsp_ndis_config.capabilities */
#define NVSP_CAP_SRIOV		(1u << 2)
#define NVSP_CAP_8021Q		(1u << 3)
#define NVSP_CAP_TEAMING	(1u << 5)
#define NVSP_CAP_RSC		(1u << 7)

#define NVSP_RECV_BUF_ID	0xCAFE
#define NVSP_SEND_BUF_ID	0
#define NVSP_NO_SECTION		0xFFFFFFFFu	/* nvsp_rndis.section_index */
#define NVSP_CHANNEL_DATA	0
#define NVSP_CHANNEL_CONTROL	1
#define NVSP_DATA_PATH_SYNTHETIC 0
#define NVSP_DATA_PATH_VF	1
#define NVSP_SUBCHANNEL_ALLOCATE 1
#define NVSP_SEND_TABLE_ENTRIES	16

#define NVSP_MESSAGE_LEN	40	/* what we send, but for completions */
#define NVSP_HEADER_LEN		4

struct nvsp_init {
	u32 min_version;
	u32 max_version;
} __packed;

struct nvsp_init_complete {
	u32 version;
	u32 max_mdl_chain;
	u32 status;
} __packed;

struct nvsp_ndis_version {
	u32 major;
	u32 minor;
} __packed;

struct nvsp_share_buf {
	u32 gpadl;
	u16 id;
} __packed;

/**
 * struct nvsp_recv_section - how the host cuts the receive buffer
 * @offset: of the section in the buffer
 * @sub_alloc_size: bytes of one piece
 * @sub_allocs: number of pieces
 * @end_offset: where the section ends
 */
struct nvsp_recv_section {
	u32 offset;
	u32 sub_alloc_size;
	u32 sub_allocs;
	u32 end_offset;
} __packed;

struct nvsp_recv_buf_complete {
	u32 status;
	u32 sections;
	struct nvsp_recv_section section[1];
} __packed;

struct nvsp_send_buf_complete {
	u32 status;
	u32 section_size;
} __packed;

struct nvsp_revoke_buf {
	u16 id;
} __packed;

struct nvsp_rndis {
	u32 channel_type;
	u32 section_index;
	u32 section_size;
} __packed;

struct nvsp_rndis_complete {
	u32 status;
} __packed;

struct nvsp_ndis_config {
	u32 mtu;		/* of the frame: 14 more than the MTU of the device */
	u32 reserved;
	u64 capabilities;
} __packed;

struct nvsp_vf_association {
	u32 allocated;
	u32 serial;
} __packed;

struct nvsp_switch_data_path {
	u32 active;
} __packed;

struct nvsp_subchannel_request {
	u32 op;
	u32 count;
} __packed;

struct nvsp_subchannel_complete {
	u32 status;
	u32 count;
} __packed;

struct nvsp_send_table {
	u32 count;
	u32 offset;		/* from the start of the message */
} __packed;

struct nvsp_message {
	u32 type;
	union {
		struct nvsp_init init;
		struct nvsp_init_complete init_complete;
		struct nvsp_ndis_version ndis_version;
		struct nvsp_share_buf share_buf;
		struct nvsp_recv_buf_complete recv_buf_complete;
		struct nvsp_send_buf_complete send_buf_complete;
		struct nvsp_revoke_buf revoke_buf;
		struct nvsp_rndis rndis;
		struct nvsp_rndis_complete rndis_complete;
		struct nvsp_ndis_config ndis_config;
		struct nvsp_vf_association vf_association;
		struct nvsp_switch_data_path switch_data_path;
		struct nvsp_subchannel_request subchannel;
		struct nvsp_subchannel_complete subchannel_complete;
		struct nvsp_send_table send_table;
		u8 bytes[NVSP_MESSAGE_LEN - NVSP_HEADER_LEN];
	} u;
} __packed;
HV_ASSERT_SIZE(struct nvsp_message, NVSP_MESSAGE_LEN);

#define NVSP_RNDIS_COMPLETE_LEN	8u	/* bytes of that message on the wire */

/* Headers of a packet that refers to transfer pages, behind its descriptor. */
struct nvsp_xfer_header {
	u16 set_id;
	u8 sender_owns;
	u8 reserved;
	u32 range_count;
} __packed;
HV_ASSERT_SIZE(struct nvsp_xfer_header, 8);

struct nvsp_xfer_range {
	u32 byte_count;
	u32 byte_offset;
} __packed;
HV_ASSERT_SIZE(struct nvsp_xfer_range, 8);

#define NVSP_MAX_RANGES		375u
#define NVSP_MAX_RANGES_RSC	562u

/* -------- RNDIS -------- */

#define RNDIS_MSG_PACKET	1u
#define RNDIS_MSG_INIT		2u
#define RNDIS_MSG_HALT		3u
#define RNDIS_MSG_QUERY		4u
#define RNDIS_MSG_SET		5u
#define RNDIS_MSG_RESET		6u
#define RNDIS_MSG_INDICATE	7u
#define RNDIS_MSG_KEEPALIVE	8u
#define RNDIS_MSG_COMPLETE	0x80000000u	/* added for the answer */

#define RNDIS_STATUS_SUCCESS		0x00000000u
#define RNDIS_STATUS_NOT_SUPPORTED	0xC00000BBu
#define RNDIS_STATUS_CONNECT		0x4001000Bu
#define RNDIS_STATUS_DISCONNECT		0x4001000Cu
#define RNDIS_STATUS_SPEED_CHANGE	0x40010013u
#define RNDIS_STATUS_NETWORK_CHANGE	0x40010018u

#define RNDIS_MAJOR		1
#define RNDIS_MINOR		0
#define RNDIS_MAX_TRANSFER	0x4000u
#define RNDIS_MEDIUM_802_3	0

struct rndis_header {
	u32 type;
	u32 length;		/* of the whole message */
} __packed;
HV_ASSERT_SIZE(struct rndis_header, 8);

struct rndis_init {
	u32 req_id;
	u32 major;
	u32 minor;
	u32 max_transfer;
} __packed;

struct rndis_init_complete {
	u32 req_id;
	u32 status;
	u32 major;
	u32 minor;
	u32 dev_flags;
	u32 medium;
	u32 max_packets;
	u32 max_transfer;
	u32 alignment_shift;
	u32 af_offset;
	u32 af_size;
} __packed;
HV_ASSERT_SIZE(struct rndis_init_complete, 44);

/* Query and set; the information follows. */
struct rndis_request {
	u32 req_id;
	u32 oid;
	u32 info_len;
	u32 info_offset;
	u32 vc;
} __packed;
HV_ASSERT_SIZE(struct rndis_request, 20);

struct rndis_query_complete {
	u32 req_id;
	u32 status;
	u32 info_len;
	u32 info_offset;
} __packed;
HV_ASSERT_SIZE(struct rndis_query_complete, 16);

struct rndis_complete {
	u32 req_id;
	u32 status;
} __packed;

struct rndis_indicate {
	u32 status;
	u32 buf_len;
	u32 buf_offset;
} __packed;

struct rndis_packet {
	u32 data_offset;
	u32 data_len;
	u32 oob_offset;
	u32 oob_len;
	u32 oob_count;
	u32 ppi_offset;
	u32 ppi_len;
	u32 vc;
	u32 reserved;
} __packed;
HV_ASSERT_SIZE(struct rndis_packet, 36);

#define RNDIS_PACKET_HEAD \
	((u32)(sizeof(struct rndis_header) + sizeof(struct rndis_packet)))

/* -------- information that travels with a frame -------- */

struct rndis_ppi {
	u32 size;		/* with this header */
	u32 type;		/* bit 31: numbering of its own */
	u32 offset;		/* of the data, from the start of this header */
} __packed;
HV_ASSERT_SIZE(struct rndis_ppi, 12);

#define RNDIS_PPI_CSUM		0u
#define RNDIS_PPI_LSO		2u
#define RNDIS_PPI_VLAN		6u
#define RNDIS_PPI_HASH		8u
#define RNDIS_PPI_INTERNAL	0x80000000u
#define RNDIS_PPI_PACKET_ID	(RNDIS_PPI_INTERNAL | 1u)

#define RNDIS_CSUM_TX_IPV4	(1u << 0)
#define RNDIS_CSUM_TX_IPV6	(1u << 1)
#define RNDIS_CSUM_TX_TCP	(1u << 2)
#define RNDIS_CSUM_TX_UDP	(1u << 3)
#define RNDIS_CSUM_TX_HDR_SHIFT	16
#define RNDIS_CSUM_TX_HDR_MASK	0x3FFu

#define RNDIS_CSUM_RX_TCP_FAIL	(1u << 0)
#define RNDIS_CSUM_RX_UDP_FAIL	(1u << 1)
#define RNDIS_CSUM_RX_IP_FAIL	(1u << 2)
#define RNDIS_CSUM_RX_TCP_OK	(1u << 3)
#define RNDIS_CSUM_RX_UDP_OK	(1u << 4)
#define RNDIS_CSUM_RX_IP_OK	(1u << 5)

#define RNDIS_LSO_MSS_MASK	0xFFFFFu
#define RNDIS_LSO_HDR_SHIFT	20
#define RNDIS_LSO_V2		(1u << 30)
#define RNDIS_LSO_IPV6		(1u << 31)

/* rndis_packet_id.flags */
#define RNDIS_PKT_SUB_ALLOC	0x1
#define RNDIS_PKT_FIRST		0x2
#define RNDIS_PKT_LAST		0x4
#define RNDIS_PKT_ID_VERSION	1

struct rndis_packet_id {
	u8 version;
	u8 flags;
	u16 id;
} __packed;
HV_ASSERT_SIZE(struct rndis_packet_id, 4);

/* -------- settings (OIDs) -------- */

#define OID_MAX_FRAME		0x00010106u
#define OID_LINK_SPEED		0x00010107u
#define OID_PACKET_FILTER	0x0001010Eu
#define OID_MEDIA_CONNECT	0x00010114u
#define OID_RSS_CAPS		0x00010203u
#define OID_RSS_PARAMS		0x00010204u
#define OID_CONFIG_PARAMETER	0x0001021Bu
#define OID_PERMANENT_MAC	0x01010101u
#define OID_CURRENT_MAC		0x01010102u
#define OID_OFFLOAD_PARAMS	0xFC01020Cu
#define OID_OFFLOAD_CAPS	0xFC01020Du

#define NDIS_FILTER_DIRECTED	0x01u
#define NDIS_FILTER_MULTICAST	0x02u
#define NDIS_FILTER_ALL_MULTI	0x04u
#define NDIS_FILTER_BROADCAST	0x08u
#define NDIS_FILTER_PROMISC	0x20u

struct ndis_object {
	u8 type;
	u8 revision;
	u16 size;
} __packed;
HV_ASSERT_SIZE(struct ndis_object, 4);

#define NDIS_TYPE_OFFLOAD_PARAMS	0x80
#define NDIS_TYPE_RSS_CAPS		0x88
#define NDIS_TYPE_RSS_PARAMS		0x89
#define NDIS_TYPE_OFFLOAD_CAPS		0xA7

struct ndis_rss_caps {
	struct ndis_object header;
	u32 caps;
	u32 interrupts;
	u32 queues;
	u16 indir_entries;
} __packed;
HV_ASSERT_SIZE(struct ndis_rss_caps, 18);

#define NDIS_RSS_TOEPLITZ	0x00000001u
#define NDIS_RSS_IPV4		0x00000100u
#define NDIS_RSS_TCP_IPV4	0x00000200u
#define NDIS_RSS_IPV6		0x00000400u
#define NDIS_RSS_TCP_IPV6	0x00001000u
#define NDIS_RSS_FLAG_KEEP_KEY	0x0008u
#define NDIS_RSS_FLAG_DISABLE	0x0010u

#define NDIS_RSS_TABLE_MAX	256u
#define NDIS_RSS_TABLE_DEFAULT	128u
#define NDIS_RSS_KEY_LEN	40u

struct ndis_rss_params {
	struct ndis_object header;
	u16 flags;
	u16 base_cpu;
	u32 hash_info;
	u16 table_size;		/* bytes */
	u16 pad0;
	u32 table_offset;
	u16 key_size;
	u16 pad1;
	u32 key_offset;
	u32 mask_offset;
	u32 mask_count;
	u32 mask_size;
} __packed;
HV_ASSERT_SIZE(struct ndis_rss_params, 40);

struct ndis_csum_caps {
	u32 v4_tx_encap;
	u32 v4_tx;
	u32 v4_rx_encap;
	u32 v4_rx;
	u32 v6_tx_encap;
	u32 v6_tx;
	u32 v6_rx_encap;
	u32 v6_rx;
} __packed;

#define NDIS_CSUM_V4_TCP	0x10u
#define NDIS_CSUM_V4_TCP_OPT	0x04u
#define NDIS_CSUM_V4_UDP	0x40u
#define NDIS_CSUM_V6_EXT	0x01u
#define NDIS_CSUM_V6_TCP_OPT	0x04u
#define NDIS_CSUM_V6_TCP	0x10u
#define NDIS_CSUM_V6_UDP	0x40u

struct ndis_lso2_caps {
	u32 v4_encap;
	u32 v4_max;
	u32 v4_min_segs;
	u32 v6_encap;
	u32 v6_max;
	u32 v6_min_segs;
	u32 v6_opts;
} __packed;

#define NDIS_ENCAP_802_3	0x2u
#define NDIS_LSO2_V6_EXT	0x1u
#define NDIS_LSO2_V6_TCP_OPT	0x4u

/* What the host can do. Old hosts end after @lso2, see nvsp_offload_caps_len(). */
struct ndis_offload_caps {
	struct ndis_object header;
	struct ndis_csum_caps csum;
	u8 lso1[16];
	u8 ipsec[28];
	struct ndis_lso2_caps lso2;
	u32 flags;
	u8 ipsec_v2[32];
	u8 rsc_v4;
	u8 rsc_v6;
	u8 reserved[2];
	u8 encap[8];
} __packed;
HV_ASSERT_SIZE(struct ndis_offload_caps, 156);

#define NDIS_OFFLOAD_CAPS_LEN_1	112u
#define NDIS_OFFLOAD_CAPS_LEN_2	144u
#define NDIS_OFFLOAD_CAPS_LEN_3	156u

/* What the host shall do; each field says 0 = leave it. */
struct ndis_offload_params {
	struct ndis_object header;
	u8 ip4_csum;
	u8 tcp4_csum;
	u8 udp4_csum;
	u8 tcp6_csum;
	u8 udp6_csum;
	u8 lso1;
	u8 ipsec;
	u8 lso2_v4;
	u8 lso2_v6;
	u8 conn_v4;
	u8 conn_v6;
	u8 pad;
	u32 flags;
	u8 ipsec_v2;
	u8 reserved;
	u8 rsc_v4;
	u8 rsc_v6;
	u8 encap;
	u8 encap_types;
	u8 padding[2];
} __packed;
HV_ASSERT_SIZE(struct ndis_offload_params, 28);

#define NDIS_OFFLOAD_PARAMS_LEN_OLD	22u	/* NVSP up to 4 */
#define NDIS_OFFLOAD_PARAMS_LEN		28u

#define NDIS_CSUM_OFF		1
#define NDIS_CSUM_TX		2
#define NDIS_CSUM_RX		3
#define NDIS_CSUM_BOTH		4
#define NDIS_LSO2_OFF		1
#define NDIS_LSO2_ON		2
#define NDIS_RSC_OFF		1
#define NDIS_RSC_ON		2

/* A named setting; strings are UTF-16, offsets count from this structure. */
struct ndis_config_parameter {
	u32 name_offset;
	u32 name_len;
	u32 type;
	u32 value_offset;
	u32 value_len;
} __packed;
HV_ASSERT_SIZE(struct ndis_config_parameter, 20);

#define NDIS_CONFIG_STRING	2u

#endif /* HYPERV_NET_PROTO_H */
