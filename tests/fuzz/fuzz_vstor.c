// SPDX-License-Identifier: GPL-2.0-only
/* Fuzz target: answers of the storage service, addresses and page lists. */
/* sources: src/storvsc/packet.c src/storvsc/status.c src/storvsc/cdb.c src/storvsc/addr.c */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "storvsc/vstor.h"

static void must(int condition)
{
	if (!condition)
		abort();
}

static void fuzz_pfns(const uint8_t *data, size_t size)
{
	struct vstor_pfns l;
	u64 *pfn = malloc(16 * sizeof(*pfn));
	u64 gpa;
	u32 len, before, count;

	must(pfn != NULL);
	vstor_pfns_start(&l, pfn, 16);
	for (; size >= 12; data += 12, size -= 12) {
		memcpy(&gpa, data, 8);
		memcpy(&len, data + 8, 4);
		before = l.bytes;
		count = l.count;
		if (vstor_pfns_add(&l, gpa, len)) {
			must(l.bytes == before && l.count == count);
			continue;
		}
		must(l.count <= 16 && l.bytes == before + len);
		must(l.count == vstor_pages(l.offset, l.bytes));
	}
	free(pfn);
}

/*
 * Input: version, class, requested length, CDB, then the packet as the host
 * sent it. Exactly as many bytes are allocated as there are.
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct vstor_proto *proto;
	struct vstor_properties props;
	struct vstor_address addr;
	struct vstor_verdict v;
	enum vstor_class class;
	u32 len, requested;
	u8 cdb[16], *packet;
	u64 lun;

	if (size < 22 || size > 4096)
		return 0;
	proto = vstor_proto_nth(data[0] % 5);
	class = data[1] % VSTOR_CLASSES;
	memcpy(&requested, data + 2, 4);
	memcpy(cdb, data + 6, 16);
	data += 22;
	size -= 22;

	len = (u32)size;
	packet = malloc(len ? len : 1);
	must(packet != NULL);
	memcpy(packet, data, len);

	if (!vstor_check_reply(packet, len, proto->packet_len)) {
		vstor_judge(proto, class, cdb, requested,
			    &((struct vstor_packet *)packet)->u.srb, &v);
		must(v.resid <= requested);
		must(v.sense_len <= proto->sense_max);
		must(v.host <= VSTOR_HOST_PASSTHROUGH);
		must(v.event <= VSTOR_EVENT_SCAN_HOST);
	}
	if (!vstor_parse_properties(packet, len, class, &props)) {
		must(props.max_transfer >= VSTOR_MIN_TRANSFER);
		must(props.max_transfer <= VSTOR_MAX_TRANSFER);
		must(!(props.max_transfer & (HV_HYP_PAGE_SIZE - 1)));
		must(!props.max_subchannels || class != VSTOR_CLASS_IDE);
	}
	vstor_cdb_refused(proto->version, cdb, requested & 31);
	if (size >= 16) {
		memcpy(&lun, data + 8, 8);
		vstor_ide_target(data);
		if (!vstor_address(class, data[0], data[1], lun, &addr))
			must(addr.path < 8 && addr.lun == lun);
	}
	fuzz_pfns(data, size);
	free(packet);
	return 0;
}
