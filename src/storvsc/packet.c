// SPDX-License-Identifier: GPL-2.0-only
/*
 * Storage packets: versions, building requests, checking answers. Pure code.
 */
#include "vstor.h"

static const struct vstor_proto protos[] = {
	{ VSTOR_VERSION_6_2, VSTOR_PACKET_LEN, VSTOR_SRB_LEN, VSTOR_SENSE_MAX },
	{ VSTOR_VERSION_6_0, VSTOR_PACKET_LEN, VSTOR_SRB_LEN, VSTOR_SENSE_MAX },
	{ VSTOR_VERSION_5_1, VSTOR_PACKET_LEN, VSTOR_SRB_LEN, VSTOR_SENSE_MAX },
	{ VSTOR_VERSION_4_2, VSTOR_PACKET_LEN_V1, VSTOR_SRB_LEN_V1,
	  VSTOR_SENSE_MAX_V1 },
	{ VSTOR_VERSION_2_0, VSTOR_PACKET_LEN_V1, VSTOR_SRB_LEN_V1,
	  VSTOR_SENSE_MAX_V1 },
};

const struct vstor_proto *vstor_proto_nth(unsigned int n)
{
	if (n >= ARRAY_SIZE(protos))
		return NULL;
	return &protos[n];
}

void vstor_build_op(struct vstor_packet *p, u32 operation)
{
	memset(p, 0, sizeof(*p));
	p->operation = operation;
	p->flags = VSTOR_FLAG_COMPLETION;
}

void vstor_build_srb_template(struct vstor_packet *p,
			      const struct vstor_proto *proto, u32 timeout)
{
	vstor_build_op(p, VSTOR_OP_EXECUTE_SRB);
	p->u.srb.length = proto->srb_len;
	p->u.srb.sense_length = proto->sense_max;
	p->u.srb.queue_tag = SRB_TAG_NONE;
	p->u.srb.queue_action = SRB_ACTION_SIMPLE;
	p->u.srb.srb_flags = SRB_FLAG_NO_SYNC_XFER;
	p->u.srb.timeout = timeout;
}

int vstor_check_reply(const void *data, u32 len, u32 want)
{
	const struct vstor_packet *p = data;

	if (len < want || len < VSTOR_HEADER_LEN)
		return -EINVAL;
	if (p->operation != VSTOR_OP_COMPLETE)
		return -EINVAL;
	return 0;
}

int vstor_parse_properties(const void *data, u32 len, enum vstor_class class,
			   struct vstor_properties *out)
{
	const struct vstor_limits *limits = vstor_class_limits(class);
	const struct vstor_packet *p = data;
	const struct vstor_properties_wire *w;
	u32 max;

	if (!limits ||
	    vstor_check_reply(data, len, VSTOR_HEADER_LEN + sizeof(*w)))
		return -EINVAL;
	if (p->status)
		return -EINVAL;
	w = &p->u.properties;

	max = w->max_transfer & ~(HV_HYP_PAGE_SIZE - 1);
	if (max > limits->max_transfer)
		max = limits->max_transfer;
	if (max < VSTOR_MIN_TRANSFER)
		max = VSTOR_MIN_TRANSFER;
	out->max_transfer = max;

	out->max_subchannels = 0;
	if (limits->subchannels && (w->flags & VSTOR_PROP_MULTICHANNEL))
		out->max_subchannels = w->max_subchannels;
	return 0;
}
