/* SPDX-License-Identifier: GPL-2.0-only */
/* Reading the kernel log in a crash, newest form. */
#ifndef HVC_LINUX_KMSG_DUMP_H
#define HVC_LINUX_KMSG_DUMP_H

#include <linux/compiler.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/string.h>
#include <linux/types.h>
#include <hvc_config.h>

#if HVC_KMSG_DUMP_HEADER_EXISTS
#include_next <linux/kmsg_dump.h>
#else
/* The log of a crash cannot be had: registering fails. */
enum kmsg_dump_reason {
	KMSG_DUMP_PANIC
};

struct kmsg_dumper {
	int unused;
};

static inline int kmsg_dump_register(struct kmsg_dumper *dumper)
{
	return -EOPNOTSUPP;
}

static inline int kmsg_dump_unregister(struct kmsg_dumper *dumper)
{
	return 0;
}
#endif

#if !HVC_KMSG_DUMP_HAS_DETAIL
struct kmsg_dump_detail {
	enum kmsg_dump_reason reason;
	const char *description;
};
#endif

/*
 * Where there is no iterator the position is kept elsewhere: in the dumper, or
 * here. Only one CPU gets as far as dumping the log of a crash.
 */
#if HVC_KMSG_DUMP_ITER_EXISTS
#define HVC_KMSG_KEEP(x)	do { } while (0)

#elif HVC_KMSG_DUMP_REWIND_EXISTS
static struct kmsg_dumper *hvc_kmsg_dumper __maybe_unused;

struct kmsg_dump_iter {
	struct kmsg_dumper *dumper;
};

static inline void hvc_kmsg_dump_rewind(struct kmsg_dump_iter *iter)
{
	iter->dumper = hvc_kmsg_dumper;
	kmsg_dump_rewind(iter->dumper);
}

static inline bool hvc_kmsg_dump_get_buffer(struct kmsg_dump_iter *iter,
					    bool syslog, char *buf, size_t size,
					    size_t *len)
{
	return kmsg_dump_get_buffer(iter->dumper, syslog, buf, size, len);
}
#define HVC_KMSG_KEEP(d)	(hvc_kmsg_dumper = (d))

#else
/* The log comes in two pieces, the older one first. */
static struct {
	const char *text[2];
	unsigned long len[2];
} hvc_kmsg_log __maybe_unused;

struct kmsg_dump_iter {
	int unused;
};

static inline void hvc_kmsg_dump_rewind(struct kmsg_dump_iter *iter)
{
}

/* The end of the log, as much as fits. */
static inline bool hvc_kmsg_dump_get_buffer(struct kmsg_dump_iter *iter,
					    bool syslog, char *buf, size_t size,
					    size_t *len)
{
	size_t newer = min_t(size_t, hvc_kmsg_log.len[1], size);
	size_t older = min_t(size_t, hvc_kmsg_log.len[0], size - newer);

	memcpy(buf, hvc_kmsg_log.text[0] + hvc_kmsg_log.len[0] - older, older);
	memcpy(buf + older, hvc_kmsg_log.text[1] + hvc_kmsg_log.len[1] - newer,
	       newer);
	*len = older + newer;
	return *len != 0;
}
#endif

#if !HVC_KMSG_DUMP_ITER_EXISTS
#define kmsg_dump_rewind(iter)	hvc_kmsg_dump_rewind(iter)
#define kmsg_dump_get_buffer(iter, syslog, buf, size, len) \
	hvc_kmsg_dump_get_buffer(iter, syslog, buf, size, len)
#endif

/*
 * DEFINE_KMSG_DUMPER(name, fn, upto) defines @name, a struct kmsg_dumper for
 * reasons up to @upto.
 * fn: void (struct kmsg_dumper *, struct kmsg_dump_detail *)
 */
#if HVC_KMSG_DUMPER_HAS_MAX_REASON
#define HVC_KMSG_DUMPER(name, op, upto)					\
	static struct kmsg_dumper name = {				\
		.dump = op,						\
		.max_reason = upto,					\
	}
#else
#define HVC_KMSG_DUMPER(name, op, upto)					\
	static struct kmsg_dumper name = {				\
		.dump = op,						\
	}
#endif

#if !HVC_KMSG_DUMP_HEADER_EXISTS
#define DEFINE_KMSG_DUMPER(name, fn, upto)				\
	static void __maybe_unused name##_op(struct kmsg_dumper *dumper) \
	{								\
		fn(dumper, NULL);					\
	}								\
	static struct kmsg_dumper name
#elif HVC_KMSG_DUMP_HAS_DETAIL
#define DEFINE_KMSG_DUMPER(name, fn, upto)				\
	static void name##_op(struct kmsg_dumper *dumper,		\
			      struct kmsg_dump_detail *detail)		\
	{								\
		HVC_KMSG_KEEP(dumper);					\
		fn(dumper, detail);					\
	}								\
	HVC_KMSG_DUMPER(name, name##_op, upto)
#elif HVC_KMSG_DUMP_GETS_TEXT
#define DEFINE_KMSG_DUMPER(name, fn, upto)				\
	static void name##_op(struct kmsg_dumper *dumper,		\
			      enum kmsg_dump_reason reason,		\
			      const char *s1, unsigned long l1,		\
			      const char *s2, unsigned long l2)		\
	{								\
		struct kmsg_dump_detail detail = { reason, NULL };	\
									\
		hvc_kmsg_log.text[0] = s1;				\
		hvc_kmsg_log.len[0] = l1;				\
		hvc_kmsg_log.text[1] = s2;				\
		hvc_kmsg_log.len[1] = l2;				\
		fn(dumper, &detail);					\
	}								\
	HVC_KMSG_DUMPER(name, name##_op, upto)
#else
#define DEFINE_KMSG_DUMPER(name, fn, upto)				\
	static void name##_op(struct kmsg_dumper *dumper,		\
			      enum kmsg_dump_reason reason)		\
	{								\
		struct kmsg_dump_detail detail = { reason, NULL };	\
									\
		HVC_KMSG_KEEP(dumper);					\
		fn(dumper, &detail);					\
	}								\
	HVC_KMSG_DUMPER(name, name##_op, upto)
#endif

#endif /* HVC_LINUX_KMSG_DUMP_H */
