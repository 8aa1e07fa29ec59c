// SPDX-License-Identifier: GPL-2.0-only
/* Fuzz target: RNDIS messages of the host, frames and answers. */
/* sources: src/netvsc/rndis.c src/netvsc/rndis_oid.c */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "netvsc/rndis.h"

static void must(int condition)
{
	if (!condition)
		abort();
}

/* Messages one behind the other in a receive buffer, coalesced. */
static void frames(const u8 *data, u32 len)
{
	static struct rndis_rsc rsc;
	struct rndis_frame f;
	u32 at = 0, step, copy, i, sum;
	u8 *head;

	rndis_rsc_reset(&rsc);
	while (len - at >= 2) {
		step = (data[at] | data[at + 1] << 8) % 300;
		at += 2;
		if (step > len - at)
			step = len - at;
		copy = min(step, 256u);
		/* exactly as long as the copy, so that one byte too far is seen */
		head = malloc(copy ? copy : 1);
		must(head != NULL);
		memcpy(head, data + at, copy);
		if (!rndis_parse_packet(head, copy, step, &f)) {
			must(f.offset <= step && f.len <= step - f.offset);
			if (rndis_rsc_add(&rsc, &f, at) >= 0) {
				must(rsc.count && rsc.count <= NVSP_MAX_RANGES_RSC);
				for (i = 0, sum = 0; i < rsc.count; i++) {
					must(rsc.piece[i].where <= len &&
					     rsc.piece[i].len <= len - rsc.piece[i].where);
					sum += rsc.piece[i].len;
				}
				must(sum == rsc.len && sum <= RNDIS_MAX_FRAME);
			} else {
				must(!rsc.count);
			}
		}
		free(head);
		at += step;
	}
}

/* Input: a byte that chooses, then the message. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ndis_offload_params params;
	struct rndis_limits limits;
	struct rndis_offloads off;
	u32 len, got, a, b;
	u8 *msg, info[156];

	if (size < 1 || size > 65536)
		return 0;
	len = (u32)size - 1;
	if (data[0] & 1) {
		frames(data + 1, len);
		return 0;
	}
	msg = malloc(len ? len : 1);
	must(msg != NULL);
	memcpy(msg, data + 1, len);
	(void)rndis_parse_req_id(msg, len, &a);
	(void)rndis_parse_set(msg, len);
	(void)rndis_parse_indicate(msg, len, &a);
	if (!rndis_parse_init(msg, len, &limits)) {
		must(limits.max_packets >= 1 && limits.max_packets <= 64);
		must(limits.align >= 1 && limits.align <= 256 &&
		     !(limits.align & (limits.align - 1)));
	}
	if (!rndis_parse_query(msg, len, info, sizeof(info), &got)) {
		must(got <= sizeof(info));
		if (!rndis_parse_offload_caps(info, got, NVSP_VERSION_6_1, &off))
			must(rndis_build_offload_params(&params, NVSP_VERSION_6_1,
							&off, true) == 28);
		if (!rndis_parse_rss_caps(info, got, &a, &b))
			must(a && b && b <= NDIS_RSS_TABLE_MAX);
	}
	(void)rndis_parse_offload_caps(msg, len, NVSP_VERSION_5, &off);
	(void)rndis_parse_rss_caps(msg, len, &a, &b);
	free(msg);
	return 0;
}
