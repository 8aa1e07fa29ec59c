// SPDX-License-Identifier: GPL-2.0-only
/*
 * Synthetic timers, four per virtual processor, and the thread that runs them
 * and everything else that happens by time.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "core.h"

#define TIMERS 4
#define MSR_STIMER0 0x400000b0u
#define CFG_ENABLE (1u << 0)
#define CFG_PERIODIC (1u << 1)
#define CFG_AUTO (1u << 3)
#define CFG_VECTOR(c) ((c) >> 4 & 0xff)
#define CFG_DIRECT (1u << 12)
#define CFG_SINT(c) ((c) >> 16 & 0xf)
#define MESSAGE_TIMER 0x80000010u
#define TICK_NS 10000000ull

static struct timer {
	u64 config, count;
	u64 expires;		/* in reference time; 0: not armed */
} timers[MAX_VCPU][TIMERS];	/* vm.lock */

static pthread_t thread;
static pthread_cond_t cond;	/* a deadline has changed; used with vm.lock */
static bool ending;
static u64 sleeping_until;	/* reference time at which the thread looks at the timers again */

void timer_thread_kick(void)
{
	pthread_cond_signal(&cond);
}

static void arm(struct timer *t)
{
	t->expires = 0;
	if (!(t->config & CFG_ENABLE) || !t->count)
		return;
	t->expires = t->config & CFG_PERIODIC ? ref_time() + t->count : t->count;
	if (t->expires < sleeping_until)
		timer_thread_kick();
}

static int config_write(struct timer *t, u64 value)
{
	if (value & CFG_DIRECT && !vm.prof.stimer_direct) {
		check_failed("stimer_direct", "direct mode is not offered");
		return -1;
	}
	/* A message needs a source other than 0; without one the timer stays off. */
	if (!(value & CFG_DIRECT) && !CFG_SINT(value))
		value &= ~(u64)CFG_ENABLE;
	t->config = value;
	arm(t);
	return 0;
}

static void count_write(struct timer *t, u64 value)
{
	t->count = value;
	if (!value)
		t->config &= ~(u64)CFG_ENABLE;
	else if (t->config & CFG_AUTO)
		t->config |= CFG_ENABLE;
	arm(t);
}

int stimer_msr(struct vcpu *v, u32 msr, bool write, u64 *value)
{
	struct timer *t = &timers[v->vp][(msr - MSR_STIMER0) / 2];
	bool count = (msr - MSR_STIMER0) & 1;

	if (!write) {
		*value = count ? t->count : t->config;
		return 0;
	}
	if (!(t->config & CFG_DIRECT))
		synic_take_back(v->vp, CFG_SINT(t->config), MESSAGE_TIMER, (msr - MSR_STIMER0) / 2);
	if (!count)
		return config_write(t, *value);
	count_write(t, *value);
	return 0;
}

static void fire(int vp, unsigned int n, u64 now)
{
	struct timer *t = &timers[vp][n];
	struct {
		u32 index, reserved;
		u64 expiration, delivery;
	} m = { .index = n, .expiration = t->expires, .delivery = now };

	counter_add("stimer.fired", 1);
	if (t->config & CFG_PERIODIC) {
		t->expires += t->count;
		/* Periods that passed while nobody could run are not made up for. */
		if (t->expires <= now)
			t->expires = now + t->count;
	} else {
		t->expires = 0;
		t->config &= ~(u64)CFG_ENABLE;
	}
	if (t->config & CFG_DIRECT)
		kvm_signal_vector(vp, CFG_VECTOR(t->config));
	else
		synic_post(vp, CFG_SINT(t->config), MESSAGE_TIMER, &m, sizeof(m));
}

/* Fire what is due; returns the reference time of the next deadline, ~0 if none. */
static u64 run_timers(u64 now)
{
	u64 next = ~0ull;
	unsigned int n;
	int vp;

	for (vp = 0; vp < vm.prof.vcpus; vp++) {
		for (n = 0; n < TIMERS; n++) {
			struct timer *t = &timers[vp][n];

			if (t->expires && t->expires <= now)
				fire(vp, n, now);
			if (t->expires && t->expires < next)
				next = t->expires;
		}
	}
	return next;
}

static void wait_ns(u64 ns)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	t.tv_sec += ns / 1000000000;
	t.tv_nsec += ns % 1000000000;
	if (t.tv_nsec >= 1000000000) {
		t.tv_nsec -= 1000000000;
		t.tv_sec++;
	}
	sleeping_until = ref_time() + ns / 100;
	pthread_cond_timedwait(&cond, &vm.lock, &t);
	sleeping_until = 0;
}

static void *timer_loop(void *arg)
{
	u64 next_tick = 0, next_flush = 0, next, now, ns, wall;

	(void)arg;
	pthread_mutex_lock(&vm.lock);
	while (!ending) {
		ns = TICK_NS;
		if (!vm.paused) {
			now = ref_time();
			next = run_timers(now);
			if (next != ~0ull && (next - now) < TICK_NS / 100)
				ns = (next - now) * 100;
		}
		wall = now_ns();
		if (wall >= next_tick) {
			next_tick = wall + TICK_NS;
			if (!vm.paused)
				synic_retry();
			uart_flush();
			pthread_mutex_unlock(&vm.lock);
			vmbus_tick();
			if (wall >= next_flush) {
				trace_flush();
				next_flush = wall + 100000000;
			}
			pthread_mutex_lock(&vm.lock);
			continue;
		}
		if (next_tick - wall < ns)
			ns = next_tick - wall;
		wait_ns(ns);
	}
	pthread_mutex_unlock(&vm.lock);
	return NULL;
}

void stimer_reset(void)
{
	memset(timers, 0, sizeof(timers));
}

void timer_thread_start(void)
{
	pthread_condattr_t a;

	pthread_condattr_init(&a);
	pthread_condattr_setclock(&a, CLOCK_MONOTONIC);
	pthread_cond_init(&cond, &a);
	if (pthread_create(&thread, NULL, timer_loop, NULL))
		die(4, "cannot create the timer thread");
}

void timer_thread_stop(void)
{
	pthread_mutex_lock(&vm.lock);
	ending = true;
	timer_thread_kick();
	pthread_mutex_unlock(&vm.lock);
	pthread_join(thread, NULL);
}
