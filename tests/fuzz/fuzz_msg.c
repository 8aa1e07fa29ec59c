// SPDX-License-Identifier: GPL-2.0-only
/*
 * Fuzz target: control messages as the bus handles them: check, copy as much as
 * the type holds, compare with what is waited for. The message lies in memory
 * of exactly its length. Also the text of the max_version parameter, and the
 * search for free address space.
 */
/* sources: src/vmbus/msg.c src/vmbus/mmio_ranges.c */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "vmbus/mmio_ranges.h"
#include "vmbus/msg.h"

static void must(int condition)
{
	if (!condition)
		abort();
}

static void control_message(const uint8_t *data, size_t len)
{
	union {
		struct vmbus_offer offer;
		u8 bytes[VMBUS_MESSAGE_MAX];
	} copy;
	u32 type, key[2] = { 1, 0xE1E10 };
	int ret = vmbus_msg_check(data, (u32)len);

	if (ret < 0)
		return;
	type = ret;
	must(len <= VMBUS_MESSAGE_MAX && type < VMBUS_MSG_COUNT);
	must(vmbus_msg_size(type) && vmbus_msg_size(type) <= len);
	memset(&copy, 0xA5, sizeof(copy));
	memcpy(&copy, data, vmbus_msg_size(type));
	if (type == VMBUS_MSG_OFFER && vmbus_offer_check(&copy.offer) == 0)
		must(copy.offer.relid >= 1 && copy.offer.relid < VMBUS_MAX_CHANNELS);
	/* the real message and its copy answer the same questions */
	must(vmbus_answer_matches(data, type, key[0], key[1]) ==
	     vmbus_answer_matches(&copy, type, key[0], key[1]));
}

static void version_text(const uint8_t *data, size_t len)
{
	char *text = malloc(len + 1);
	u32 version, older;

	must(text != NULL);
	memcpy(text, data, len);
	text[len] = 0;
	if (vmbus_parse_version(text, &version) == 0) {
		older = vmbus_older_version(version);
		must(older == 0 || older < version);
	}
	free(text);
}

static void ranges(const uint8_t *data, size_t len)
{
	struct vmbus_range raw, win[4], busy[8];
	u64 ask[4], start;
	u32 nw = 0, nb = 0, i;

	if (len < sizeof(ask))
		return;
	memcpy(ask, data, sizeof(ask));
	data += sizeof(ask);
	len -= sizeof(ask);
	for (; len >= sizeof(raw); data += sizeof(raw), len -= sizeof(raw)) {
		memcpy(&raw, data, sizeof(raw));
		if (nw < 4) {
			nw += vmbus_window_usable(raw.start, raw.size, &win[nw]);
		} else if (nb < 8 && raw.size && raw.size - 1 <= ~0ULL - raw.start) {
			busy[nb++] = raw;
		}
	}
	if (vmbus_range_find(win, nw, busy, nb, ask[0], ask[1], ask[2], ask[3], &start))
		return;
	must(start >= ask[0] && start + (ask[2] - 1) <= ask[1] && start + (ask[2] - 1) >= start);
	must(!(start & (ask[3] - 1)));
	for (i = 0; i < nb; i++)
		must(!vmbus_range_overlaps(&busy[i], start, ask[2]));
	for (i = 0; i < nw; i++)
		if (start >= win[i].start &&
		    start + (ask[2] - 1) <= win[i].start + (win[i].size - 1))
			return;
	abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t *exact;
	size_t len;

	if (!size)
		return 0;
	len = size - 1;
	exact = malloc(len ? len : 1);
	must(exact != NULL);
	memcpy(exact, data + 1, len);
	switch (data[0] % 3) {
	case 0:
		control_message(exact, len);
		break;
	case 1:
		version_text(exact, len);
		break;
	case 2:
		ranges(exact, len);
		break;
	}
	free(exact);
	return 0;
}
