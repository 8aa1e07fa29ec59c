/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The pure part of hv_netvsc that knows NVSP: versions, requests, judging what
 * the host answers and announces (protocol 5.1). No kernel object is touched.
 * Parsers get private copies; they return 0 or -EINVAL (makes no sense), -EIO
 * (the host refused).
 */
#ifndef NETVSC_NVSP_H
#define NETVSC_NVSP_H

#include <hyperv/net_proto.h>

/* The n-th version to propose, newest first; 0 when there is none left. */
u32 nvsp_version_nth(unsigned int n);

void nvsp_build_init(struct nvsp_message *m, u32 version);
/* @sriov: a VF may be given to us. @mtu: of the device. */
void nvsp_build_ndis_config(struct nvsp_message *m, u32 version, u32 mtu,
			    bool sriov);
void nvsp_build_ndis_version(struct nvsp_message *m, u32 version);
void nvsp_build_recv_buf(struct nvsp_message *m, u32 gpadl);
void nvsp_build_send_buf(struct nvsp_message *m, u32 gpadl);
void nvsp_build_revoke(struct nvsp_message *m, bool recv);
void nvsp_build_subchannels(struct nvsp_message *m, u32 count);
void nvsp_build_switch(struct nvsp_message *m, bool vf);
/* A message of RNDIS: a frame or a control message, in a section or not. */
void nvsp_build_rndis(struct nvsp_message *m, bool control, u32 section,
		      u32 section_bytes);
/* The answer that is owed for each received packet; 8 bytes on the wire. */
void nvsp_build_rndis_complete(struct nvsp_message *m, bool ok);

/* Type of a message, 0 when there is none. */
u32 nvsp_type(const void *data, u32 len);

int nvsp_parse_init(const void *data, u32 len);

/**
 * nvsp_parse_recv_buf() - how the host uses the receive buffer
 * @buf_bytes: size of the buffer that was shared
 * @section_bytes: out, bytes of a piece, not 0
 * @sections: out, number of pieces, not 0
 */
int nvsp_parse_recv_buf(const void *data, u32 len, u32 buf_bytes,
			u32 *section_bytes, u32 *sections);
/* The same for the send buffer; at least one section. */
int nvsp_parse_send_buf(const void *data, u32 len, u32 buf_bytes,
			u32 *section_bytes, u32 *sections);

/* @asked: what was asked for; never more than that comes out. */
int nvsp_parse_subchannels(const void *data, u32 len, u32 asked, u32 *count);

/* Status NVSP_STATUS_* of a completed send; -EINVAL when it is no completion. */
int nvsp_parse_rndis_complete(const void *data, u32 len, u32 *status);

/**
 * nvsp_parse_send_table() - which channel the host prefers for which hash
 * @version: agreed version; old hosts give a wrong offset
 * @channels: number of channels in use, not 0; entries are made to fit
 * @table: out, NVSP_SEND_TABLE_ENTRIES values below @channels
 */
int nvsp_parse_send_table(const void *data, u32 len, u32 version, u32 channels,
			  u16 *table);

int nvsp_parse_vf(const void *data, u32 len, bool *allocated, u32 *serial);

/**
 * nvsp_parse_xfer() - the ranges of a received packet
 * @hdr: what lies between descriptor and payload
 * @hdr_len: bytes of it
 * @data: payload
 * @len: bytes of it
 * @ranges: out, points into @hdr
 *
 * Return: number of ranges, or -EINVAL when it is no packet with data.
 */
int nvsp_parse_xfer(const void *hdr, u32 hdr_len, const void *data, u32 len,
		    const struct nvsp_xfer_range **ranges);

/* Does the range lie inside a buffer of @bytes? An empty one does not. */
static inline bool nvsp_range_valid(const struct nvsp_xfer_range *r, u32 bytes)
{
	return r->byte_count && r->byte_offset < bytes &&
	       r->byte_count <= bytes - r->byte_offset;
}

/* Revision and size of the offload messages depend on the version. */
static inline u32 nvsp_offload_caps_len(u32 version)
{
	if (version >= NVSP_VERSION_5)
		return NDIS_OFFLOAD_CAPS_LEN_3;
	return version == NVSP_VERSION_4 ? NDIS_OFFLOAD_CAPS_LEN_2 :
					   NDIS_OFFLOAD_CAPS_LEN_1;
}

#endif /* NETVSC_NVSP_H */
