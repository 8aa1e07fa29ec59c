// SPDX-License-Identifier: GPL-2.0-only
/* Fuzz target: NVSP messages and range lists of the host. */
/* sources: src/netvsc/nvsp.c */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "netvsc/nvsp.h"

static void must(int condition)
{
	if (!condition)
		abort();
}

/* Input: bytes of headers, channels, then headers and payload. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct nvsp_xfer_range *ranges;
	u16 table[NVSP_SEND_TABLE_ENTRIES];
	u32 hdr_len, len, a, b, channels, i;
	u8 *hdr, *msg;
	bool vf;
	int n;

	if (size < 3 || size > 16384)
		return 0;
	hdr_len = data[0] | data[1] << 8;
	channels = data[2] % 65;
	data += 3;
	size -= 3;
	if (hdr_len > size)
		hdr_len = (u32)size;
	len = (u32)size - hdr_len;
	hdr = malloc(hdr_len ? hdr_len : 1);
	msg = malloc(len ? len : 1);
	must(hdr && msg);
	memcpy(hdr, data, hdr_len);
	memcpy(msg, data + hdr_len, len);

	n = nvsp_parse_xfer(hdr, hdr_len, msg, len, &ranges);
	for (i = 0; n > 0 && i < (u32)n; i++)
		if (nvsp_range_valid(&ranges[i], 16 << 20))
			must((u64)ranges[i].byte_offset + ranges[i].byte_count <= 16 << 20);
	(void)nvsp_parse_init(msg, len);
	if (!nvsp_parse_recv_buf(msg, len, 1 << 20, &a, &b))
		must(a && b && (u64)a * b <= 1 << 20);
	if (!nvsp_parse_send_buf(msg, len, 1 << 20, &a, &b))
		must(a && b && (u64)a * b <= 1 << 20);
	if (!nvsp_parse_subchannels(msg, len, 7, &a))
		must(a <= 7);
	(void)nvsp_parse_rndis_complete(msg, len, &a);
	(void)nvsp_parse_vf(msg, len, &vf, &a);
	if (!nvsp_parse_send_table(msg, len, channels & 1 ? NVSP_VERSION_6_1 : NVSP_VERSION_5,
				   channels, table))
		for (i = 0; i < NVSP_SEND_TABLE_ENTRIES; i++)
			must(table[i] < channels);
	free(msg);
	free(hdr);
	return 0;
}
