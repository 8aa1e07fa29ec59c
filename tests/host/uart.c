// SPDX-License-Identifier: GPL-2.0-only
/*
 * Two 16550 serial ports: COM1 is the guest's console, COM2 speaks the control
 * language with the guest's own script.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core.h"

#define REG_DATA 0	/* divisor low when DLAB is set */
#define REG_IER 1	/* divisor high when DLAB is set */
#define REG_IIR 2
#define REG_LCR 3
#define REG_MCR 4
#define REG_LSR 5
#define REG_MSR 6
#define REG_SCRATCH 7
#define IER_RX 0x01
#define IER_TX 0x02
#define LCR_DLAB 0x80
#define MCR_OUT2 0x08
#define MCR_LOOP 0x10
#define LSR_DATA 0x01
#define LSR_TX_EMPTY 0x60
#define MSR_CONNECTED 0xb0	/* DCD, DSR, CTS */

#define LINE_LEN 32768		/* a packet in hex must fit */
#define ANSWER_LEN 65536

struct uart {
	u16 base;
	u8 irq;
	u8 ier, lcr, mcr, scratch, dll, dlm;
	bool fifo, tx_pending, line_up;
	char line[LINE_LEN];		/* what the guest wrote since the last end of line */
	size_t line_len;
	void (*line_done)(const char *line);
	char *rx;			/* what the guest has not read yet */
	size_t rx_len, rx_pos;
};

static void console_line(const char *line);
static void scenario_line(const char *line);

static struct uart uarts[2] = {	/* vm.lock */
	{ .base = 0x3f8, .irq = 4, .line_done = console_line },
	{ .base = 0x2f8, .irq = 3, .line_done = scenario_line },
};

static int serial_fd = 1;
static char serial_buf[512];	/* vm.lock; written out at each end of line and by the timer thread */
static size_t serial_len;
static int tap_fd = -1;

/* Lines of COM2 wait here for the thread that executes them. */
#define QUEUE 64
static char *queue[QUEUE];		/* vm.lock */
static unsigned int queue_in, queue_out;

static void out(int fd, const char *p, size_t len)
{
	ssize_t n;

	while (len && fd >= 0) {
		n = write(fd, p, len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return;
		p += n;
		len -= n;
	}
}

void uart_flush(void)
{
	out(serial_fd, serial_buf, serial_len);
	serial_len = 0;
}

void tap_line(const char *line)
{
	trace("tap", "%s", line);
	out(tap_fd, line, strlen(line));
	out(tap_fd, "\n", 1);
}

static void console_line(const char *line)
{
	trace("console", "%s", line);
}

static void scenario_line(const char *line)
{
	/* Never answer an answer: a terminal that echoes would keep both ends busy for ever. */
	if (!*line || !strcmp(line, "ok") || !strncmp(line, "error ", 6))
		return;
	if (!strncmp(line, "tap ", 4)) {
		tap_line(line + 4);
		return;
	}
	if (queue_in - queue_out == QUEUE)
		return;
	queue[queue_in++ % QUEUE] = strdup(line);
	vm_notify();
}

static void irq_update(struct uart *u)
{
	bool level = false;

	if (u->ier & IER_RX && u->rx_pos < u->rx_len)
		level = true;
	if (u->ier & IER_TX && u->tx_pending)
		level = true;
	if (!(u->mcr & MCR_OUT2) || u->mcr & MCR_LOOP)
		level = false;
	if (level != u->line_up) {
		u->line_up = level;
		kvm_irq_line(u->irq, level);
	}
}

static void feed(struct uart *u, const char *text, size_t len)
{
	char *p = realloc(u->rx, u->rx_len + len);

	if (!p)
		return;
	memcpy(p + u->rx_len, text, len);
	u->rx = p;
	u->rx_len += len;
	irq_update(u);
}

static u8 rx_next(struct uart *u)
{
	u8 c;

	/*
	 * A driver that opens the port reads away one byte with interrupts off.
	 * An answer must not lose its first letter to that.
	 */
	if (!(u->ier & IER_RX) || u->rx_pos == u->rx_len)
		return 0;
	c = u->rx[u->rx_pos++];
	if (u->rx_pos == u->rx_len)
		u->rx_pos = u->rx_len = 0;
	return c;
}

static void tx(struct uart *u, char c)
{
	if (u == &uarts[0]) {
		serial_buf[serial_len++] = c;
		if (c == '\n' || serial_len == sizeof(serial_buf))
			uart_flush();
	}
	if (c == '\r')
		return;
	if (c != '\n')
		u->line[u->line_len++] = c;
	if (c == '\n' || u->line_len == LINE_LEN - 1) {
		u->line[u->line_len] = 0;
		u->line_len = 0;
		u->line_done(u->line);
	}
}

static u8 reg_read(struct uart *u, unsigned int reg)
{
	bool dlab = u->lcr & LCR_DLAB;
	u8 v;

	switch (reg) {
	case REG_DATA:
		v = dlab ? u->dll : rx_next(u);
		irq_update(u);
		return v;
	case REG_IER:
		return dlab ? u->dlm : u->ier;
	case REG_IIR:
		v = u->fifo ? 0xc0 : 0;
		if (u->ier & IER_RX && u->rx_pos < u->rx_len)
			return v | 4;
		if (u->ier & IER_TX && u->tx_pending) {
			u->tx_pending = false;	/* reading this register acknowledges it */
			irq_update(u);
			return v | 2;
		}
		return v | 1;
	case REG_LCR:
		return u->lcr;
	case REG_MCR:
		return u->mcr;
	case REG_LSR:
		return LSR_TX_EMPTY | (u->ier & IER_RX && u->rx_pos < u->rx_len ? LSR_DATA : 0);
	case REG_MSR:
		if (u->mcr & MCR_LOOP)	/* RTS to CTS, DTR to DSR, OUT1 to RI, OUT2 to DCD */
			return (u->mcr & 2) << 3 | (u->mcr & 1) << 5 | (u->mcr & 0xc) << 4;
		return MSR_CONNECTED;
	default:
		return u->scratch;
	}
}

static void reg_write(struct uart *u, unsigned int reg, u8 v)
{
	bool dlab = u->lcr & LCR_DLAB;

	switch (reg) {
	case REG_DATA:
		if (dlab) {
			u->dll = v;
			break;
		}
		if (!(u->mcr & MCR_LOOP))
			tx(u, v);
		u->tx_pending = true;
		break;
	case REG_IER:
		if (dlab) {
			u->dlm = v;
			break;
		}
		if (v & IER_TX && !(u->ier & IER_TX))
			u->tx_pending = true;
		u->ier = v & 0xf;
		break;
	case REG_IIR:	/* FIFO control; what waits for the guest is not dropped, see rx_next() */
		u->fifo = v & 1;
		break;
	case REG_LCR:
		u->lcr = v;
		break;
	case REG_MCR:
		u->mcr = v & 0x1f;
		break;
	case REG_SCRATCH:
		u->scratch = v;
		break;
	}
	irq_update(u);
}

bool uart_access(u16 port, bool write, u8 *data)
{
	struct uart *u;

	for (u = uarts; u < uarts + 2; u++) {
		if (port < u->base || port > u->base + 7)
			continue;
		if (write)
			reg_write(u, port - u->base, *data);
		else
			*data = reg_read(u, port - u->base);
		return true;
	}
	return false;
}

void uart_reset(void)
{
	struct uart *u;

	for (u = uarts; u < uarts + 2; u++) {
		u->ier = u->lcr = u->mcr = u->scratch = u->dll = u->dlm = 0;
		u->fifo = u->tx_pending = u->line_up = false;
		u->line_len = u->rx_len = u->rx_pos = 0;
	}
}

static void *scenario_thread(void *arg)
{
	static char answer[ANSWER_LEN];
	char *line;
	size_t len;

	(void)arg;
	pthread_mutex_lock(&vm.lock);
	while (!vm.stopping) {
		if (queue_in == queue_out) {
			lock_sleep(1000);
			continue;
		}
		line = queue[queue_out++ % QUEUE];
		pthread_mutex_unlock(&vm.lock);
		ctl_execute(line, answer, sizeof(answer));
		free(line);
		pthread_mutex_lock(&vm.lock);
		len = strlen(answer);
		feed(&uarts[1], answer, len);
	}
	pthread_mutex_unlock(&vm.lock);
	return NULL;
}

static int create(const char *path, const char *what)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);

	if (fd < 0)
		die(2, "cannot write the %s file %s: %s", what, path, strerror(errno));
	return fd;
}

void uart_open(void)
{
	pthread_t t;

	if (opt.serial_file)
		serial_fd = create(opt.serial_file, "serial");
	if (opt.tap_file)
		tap_fd = create(opt.tap_file, "TAP");
	if (pthread_create(&t, NULL, scenario_thread, NULL))
		die(4, "cannot create the thread of the second serial port");
	pthread_detach(t);
}

void uart_close(void)
{
	uart_flush();
	if (tap_fd >= 0)
		close(tap_fd);
	tap_fd = -1;
}
