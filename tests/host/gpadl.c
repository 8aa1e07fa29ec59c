// SPDX-License-Identifier: GPL-2.0-only
/*
 * GPADLs: lists of guest pages that the guest lends to the host, put together
 * from one header message and any number of body messages.
 */
#include <stdlib.h>
#include <string.h>

#include "bus.h"

#define GPADL_MAX_PAGES (1u << 20)

struct gpadl_head gpadl_list = TAILQ_HEAD_INITIALIZER(gpadl_list);

struct gpadl *gpadl_find(u32 id)
{
	struct gpadl *g;

	TAILQ_FOREACH(g, &gpadl_list, link)
		if (g->id == id)
			return g;
	return NULL;
}

void gpadl_free(struct gpadl *g)
{
	TAILQ_REMOVE(&gpadl_list, g, link);
	free(g->stream);
	free(g->page);
	free(g);
}

void gpadl_free_all(void)
{
	while (!TAILQ_EMPTY(&gpadl_list))
		gpadl_free(TAILQ_FIRST(&gpadl_list));
}

static void stream_add(struct gpadl *g, const u8 *p, u32 len)
{
	if (g->stream_len + len > g->stream_cap) {
		g->stream_cap = (g->stream_len + len) * 2;
		g->stream = realloc(g->stream, g->stream_cap);
		if (!g->stream)
			die(4, "out of memory for a GPADL");
	}
	memcpy(g->stream + g->stream_len, p, len);
	g->stream_len += len;
}

/*
 * Are all ranges there?  The number of pages follows from the byte counts;
 * the 16-bit length in the header message wraps for large lists, so it is of
 * no use.  1 complete, 0 more to come, -1 nonsense.
 */
static int ranges_walk(struct gpadl *g, bool resolve)
{
	u32 pos = 0, pages = 0, i;

	for (i = 0; i < g->ranges_want; i++) {
		u32 bytes, offset;
		u64 n, k;

		if (g->stream_len - pos < 8)
			return 0;
		memcpy(&bytes, g->stream + pos, 4);
		memcpy(&offset, g->stream + pos + 4, 4);
		pos += 8;
		if (!bytes || offset >= HV_PAGE)
			return -1;
		n = ((u64)offset + bytes + HV_PAGE - 1) / HV_PAGE;
		if (pages + n > GPADL_MAX_PAGES)
			return -1;
		if ((g->stream_len - pos) / 8 < n)
			return 0;
		for (k = 0; resolve && k < n; k++) {
			u64 pfn;

			memcpy(&pfn, g->stream + pos + 8 * k, 8);
			g->page[pages + k] = pfn >> 40 ? NULL : gpa_ptr(pfn * HV_PAGE, HV_PAGE);
			if (!g->page[pages + k]) {
				check_failed("gpadl_page", "gpadl %#x: page frame %#llx is not guest memory",
					     g->id, (unsigned long long)pfn);
				return -1;
			}
		}
		pos += 8 * n;
		pages += n;
	}
	g->npages = pages;
	return 1;
}

static bool try_finish(struct gpadl *g, u32 *relid, u32 *id, u32 *status)
{
	int rc = ranges_walk(g, false);

	*relid = g->relid;
	*id = g->id;
	if (!rc)
		return false;
	if (rc > 0) {
		g->page = calloc(g->npages, sizeof(*g->page));
		if (!g->page)
			die(4, "out of memory for a GPADL of %u pages", g->npages);
		rc = ranges_walk(g, true);
	}
	free(g->stream);
	g->stream = NULL;
	g->stream_len = g->stream_cap = 0;
	if (rc < 0) {
		check_failed("gpadl_range", "gpadl %#x: bad range", g->id);
		gpadl_free(g);
		*status = NT_INVALID_PARAMETER;
		return true;
	}
	g->complete = true;
	*status = NT_OK;
	return true;
}

bool gpadl_header(const u8 *msg, u32 len, u32 *relid, u32 *id, u32 *status)
{
	struct m_gpadl_header h;
	struct gpadl *g;

	memcpy(&h, msg, sizeof(h));
	*relid = h.relid;
	*id = h.gpadl;
	*status = NT_INVALID_PARAMETER;
	if (!h.gpadl || !h.range_count) {
		check_failed("gpadl_header", "gpadl %#x with %u ranges", h.gpadl, h.range_count);
		return true;
	}
	if (gpadl_find(h.gpadl)) {
		check_failed("gpadl_reused", "gpadl %#x exists already", h.gpadl);
		return true;
	}
	g = calloc(1, sizeof(*g));
	if (!g)
		die(4, "out of memory for a GPADL");
	g->id = h.gpadl;
	g->relid = h.relid;
	g->ranges_want = h.range_count;
	TAILQ_INSERT_TAIL(&gpadl_list, g, link);
	stream_add(g, msg + sizeof(h), len - sizeof(h));
	return try_finish(g, relid, id, status);
}

bool gpadl_body(const u8 *msg, u32 len, u32 *relid, u32 *id, u32 *status)
{
	struct m_gpadl_body b;
	struct gpadl *g;

	memcpy(&b, msg, sizeof(b));
	g = gpadl_find(b.gpadl);
	if (!g || g->complete) {
		check_failed("gpadl_body", "body for gpadl %#x, which is %s", b.gpadl,
			     g ? "complete" : "unknown");
		return false;
	}
	stream_add(g, msg + sizeof(b), len - sizeof(b));
	return try_finish(g, relid, id, status);
}

u8 **gpadl_pages(struct channel *c, u32 id, u32 *count)
{
	struct gpadl *g = gpadl_find(id);

	if (!g || !g->complete || g->relid != c->relid)
		return NULL;
	*count = g->npages;
	return g->page;
}
