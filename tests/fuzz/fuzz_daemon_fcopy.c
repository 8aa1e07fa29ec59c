// SPDX-License-Identifier: GPL-2.0-only
/* Fuzz target: file copy daemon: requests, names and blocks. */
/* sources: daemons/fcopy/message.c daemons/lib/text.c */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "fcopy/message.h"
#include "lib/text.h"

static void must(int condition)
{
	if (!condition)
		abort();
}

static void check_names(const struct fcopy_request *r)
{
	const char *at = r->directory, *end = at + strlen(at), *part;
	long n;

	must(r->directory[0] == '/');
	while ((n = text_next(&at, end, '/', &part)) >= 0)
		must(!(n == 2 && !memcmp(part, "..", 2)) && n <= 255);
	must(r->file[0] && !strchr(r->file, '/') && strlen(r->file) <= 255);
	must(strcmp(r->file, ".") && strcmp(r->file, ".."));
	must(text_utf8_ok(r->file, strlen(r->file)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fcopy_progress p = { 0, 0 };
	struct fcopy_request r;
	uint8_t *msg;

	if (size > 4096)
		return 0;
	msg = malloc(size ? size : 1);
	must(msg != NULL);
	memcpy(msg, data, size);
	if (!fcopy_request_parse(msg, size, &r)) {
		must(r.operation <= FCOPY_NODE_CANCEL);
		if (r.operation == FCOPY_NODE_START)
			check_names(&r);
		if (r.operation == FCOPY_NODE_WRITE) {
			must(r.length <= FCOPY_NODE_BLOCK);
			must(r.data >= msg && r.data + r.length <= msg + size);
			p.size = r.offset ^ r.length;
			if (fcopy_block_ok(&p, r.offset, r.length))
				must(r.offset + r.length <= ~(uint64_t)0 >> 1);
		}
	}
	free(msg);
	return 0;
}
