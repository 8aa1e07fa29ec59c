/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Time messages and the arithmetic on them (protocol 4.3). Pure code, see
 * hyperv/pure.h; without 64-bit division, so that 32-bit kernels can use it.
 */
#ifndef UTILS_TIMESYNC_MATH_H
#define UTILS_TIMESYNC_MATH_H

#include <hyperv/pure.h>
#include <hyperv/ic_proto.h>

/* 100 ns units from 1601-01-01 to 1970-01-01. */
#define TIMESYNC_UNIX_EPOCH	116444736000000000ULL

/* Oldest usable sample: 600 s in 100 ns units. The host sends one every ~5 s. */
#define TIMESYNC_MAX_AGE	6000000000ULL

/* How far the guest must be behind for an unasked step: 5 s in nanoseconds. */
#define TIMESYNC_IMPLICIT_NS	5000000000LL

/**
 * struct timesync_sample - the host's clock at a known moment
 * @host_time: 100 ns since 1601
 * @ref_time: reference counter of the partition at that moment, 100 ns units
 * @flags: IC_TIMESYNC_*
 */
struct timesync_sample {
	u64 host_time;
	u64 ref_time;
	u8 flags;
};

/**
 * timesync_decode() - read a time message
 * @body: message body
 * @len: its length in bytes
 * @version: agreed message version, major << 16 | minor
 * @ref_now: reference counter now; stands in for the moment of the sample
 *	where the version does not carry it or it lies in the future
 * @sample: the result
 *
 * Return: 0, or -EINVAL when the body is too short.
 */
int timesync_decode(const u8 *body, u32 len, u32 version, u64 ref_now,
		    struct timesync_sample *sample);

/**
 * timesync_project() - what the host's clock shows now
 * @sample: what is known of it
 * @ref_now: reference counter now
 * @unix_ns: nanoseconds since 1970
 *
 * Return: 0, -ESTALE when the sample is too old, -ERANGE when the host's time
 * lies before 1970 or beyond what signed nanoseconds can say (year 2262).
 */
int timesync_project(const struct timesync_sample *sample, u64 ref_now,
		     s64 *unix_ns);

/* Whether a guest at @guest_ns is far enough behind @host_ns for an unasked step. */
bool timesync_behind(s64 host_ns, s64 guest_ns);

#endif /* UTILS_TIMESYNC_MATH_H */
