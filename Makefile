# SPDX-License-Identifier: GPL-2.0-only
# Entry to everything; `make help` lists it. The work is done by scripts.

# Output root. Products for a kernel land in $(BUILD)/<kernel release>/.
BUILD ?= $(CURDIR)/build

# Which kernel: KERNEL=<id of the matrix>, KDIR=<prepared tree>, KVER=<installed
# release>, or else the running kernel.
KERNEL ?=
KVER ?=
KDIR ?=
WERROR ?= 0
MODULES ?=
KMAKEFLAGS ?=
# native or legacy (src/vmbus/platform_*.c); empty: as the kernel needs it
PLATFORM ?=
# each: probes are compiled one by one
PROBE ?=
# For developers: compile (not link) where VMBus is built in.
FORCE_BUILD ?= 0

NAME ?=
DRIVERS ?= ours
SECONDS ?= 10

help:
	@sed -n 's/^#: \{0,1\}//p' Makefile

#: hyperv-guest: Hyper-V guest drivers for Linux, outside the kernel tree
#:
#:   make setup                 install the tools that tests need (root), or name what is missing
#:   make modules               build for the running kernel
#:   make modules KVER=<rel>    build for an installed kernel release
#:   make modules KDIR=<tree>   build for any prepared kernel tree
#:   make modules KERNEL=<id>   build for a kernel of tests/compile/kernels.tsv, fetched into the cache
#:                              results: build/<kernel release>/ (modules, hvc_config.h, probe.log)
#:                              more: WERROR=1 PLATFORM=native|legacy CC=<compiler> MODULES="hv_vmbus ..." BUILD=<dir>
#:   make facts KDIR=<tree>     only find out what is true of that kernel (hvc_config.h); PROBE=each: every probe by itself
#:   make clean                 remove build/
#:   HYPERV_GUEST_CACHE=<dir>   where fetched kernels are kept (default ~/.cache/hyperv-guest)
#:   tests/rig/kernel.sh -u <id>
#:                              fetch a kernel anew: a cached one is kept as it is
#:
facts: HV_FACTS_ONLY := 1
facts modules:
	@set -e; \
	KMAKEFLAGS=; \
	if [ -n "$(KERNEL)" ]; then \
		[ -z "$(KDIR)$(KVER)" ] || { echo "modules: give only one of KERNEL, KDIR and KVER" >&2; exit 1; }; \
		info=$$(tests/rig/kernel.sh "$(KERNEL)"); eval "$$info"; \
	elif [ -n "$(KDIR)" ]; then \
		KDIR="$(KDIR)"; KREL=; \
	else \
		KREL="$(KVER)"; [ -n "$$KREL" ] || KREL=$$(uname -r); \
		KDIR=/lib/modules/$$KREL/build; \
	fi; \
	HV_KDIR="$$KDIR" HV_KNAME="$$KREL" HV_OUT_ROOT="$(BUILD)" \
	HV_CC="$(if $(filter command environment,$(origin CC)),$(strip $(CC)))" \
	HV_KFLAGS="$$KMAKEFLAGS $(KMAKEFLAGS)" HV_WERROR="$(WERROR)" \
	HV_MODULES="$(MODULES)" HV_FORCE="$(FORCE_BUILD)" HV_PLATFORM="$(PLATFORM)" \
	HV_PROBE="$(PROBE)" HV_FACTS_ONLY="$(HV_FACTS_ONLY)" sh compat/modules.sh

#:   make daemons               build the user-space daemons into build/daemons/ (CC=<compiler> CFLAGS=...)
daemons:
	@$(MAKE) --no-print-directory -C daemons BUILD="$(BUILD)"

#:   make deb                   Debian packages, into build/deb/
#:   make rpm                   RPM packages, into build/rpm/; both for 64- and 32-bit machines
#:   make install               modules for every kernel with headers, hooks, daemons and tools (root)
#:   make uninstall             take them out again; kernels use their own modules
#:                              DESTDIR=<root>: only copy the files below it
#:   make tools                 lsvmbus and hyperv-guest, into build/tools/
#:   make install-source DESTDIR=<root>
#:                              copy what DKMS needs to /usr/src/hyperv-guest-<version>
VERSION := $(shell sed 1q VERSION)
SRCDIR ?= $(DESTDIR)/usr/src/hyperv-guest-$(VERSION)
LAYOUT := $(if $(wildcard /usr/bin/dpkg),deb,rpm)
install-source:
	@mkdir -p "$(SRCDIR)" || exit 1; \
	tar cf - Makefile VERSION COPYING dkms.conf dkms compat src | tar xf - -C "$(SRCDIR)"

deb:
	@sh packaging/deb.sh build/deb
	@if sh packaging/musl.sh i386 build/musl32 >/dev/null; then sh packaging/deb.sh -a i386 build/deb; \
		else echo "deb: so there are no packages for 32-bit machines" >&2; fi

rpm:
	@sh packaging/rpm.sh build/rpm
	@if sh packaging/musl.sh i686 build/musl32 >/dev/null; then sh packaging/rpm.sh -a i686 build/rpm; \
		else echo "rpm: so there are no packages for 32-bit machines" >&2; fi

tools:
	@$(MAKE) --no-print-directory -C tools

# A package manager that has our files must not lose them to us.
DAEMON_PACKAGES := hyperv-guest-daemons hyperv-daemons linux-cloud-tools-common hypervkvpd hypervvssd
INIT ?= $(patsubst none,systemd,$(shell sh packaging/daemons.sh init))
DAEMONS_TO := DESTDIR="$(DESTDIR)" $(if $(filter rpm,$(LAYOUT)),SYSVDIR=/etc/rc.d/init.d)

# Says which package has the daemons' files.
packaged-daemons = for p in $(DAEMON_PACKAGES); do \
	if [ -z "$(DESTDIR)" ] && { dpkg-query -W -f '$${Status}' $$p 2>/dev/null | grep -q ' installed$$' || rpm -q $$p >/dev/null 2>&1; }; then \
		echo $$p; break; fi; done

# A package that has the drivers' scripts: hyperv-guest-dkms or one with modules.
packaged-drivers = { dpkg-query -W -f '$${Status} $${Package}\n' hyperv-guest-dkms 2>/dev/null | sed -n 's/^.* installed //p'; \
	rpm -qa --qf '%{NAME}\n' 2>/dev/null | grep -e '^hyperv-guest-dkms$$' -e '^hyperv-guest-kmod-common$$' -e '^kmod-hyperv-guest-'; } | sed 1q

install: tools
	@if [ -z "$(DESTDIR)" ]; then \
		[ "$$(id -u)" -eq 0 ] || { echo "install: only root can install; or give DESTDIR=<root>" >&2; exit 1; }; \
		p=$$($(packaged-drivers)); if [ -n "$$p" ]; then \
			echo "install: the package $$p is installed; remove it first" >&2; exit 1; \
		fi; \
	fi
	@sh packaging/install.sh -s $(LAYOUT) "$(DESTDIR)"
	@$(MAKE) --no-print-directory -s -C tools install DESTDIR="$(DESTDIR)"
	@p=$$($(packaged-daemons)); if [ -n "$$p" ]; then \
		echo "install: the daemons are those of the package $$p; remove it and run this again for ours" >&2; \
	else \
		$(MAKE) --no-print-directory -s -C daemons BUILD="$(BUILD)" INIT=$(INIT) $(DAEMONS_TO) install >/dev/null && \
		{ [ -n "$(DESTDIR)" ] || sh packaging/daemons.sh installed; } \
	fi
	@[ -n "$(DESTDIR)" ] || /usr/lib/hyperv-guest/setup.sh install $(VERSION)
# The sources of another version would be taken for those to build.
	@[ -n "$(DESTDIR)" ] || for d in /usr/src/hyperv-guest-[0-9]*; do \
		[ "$$d" = "/usr/src/hyperv-guest-$(VERSION)" ] || rm -rf "$$d"; done

uninstall:
	@if [ -z "$(DESTDIR)" ]; then \
		[ "$$(id -u)" -eq 0 ] || { echo "uninstall: only root can uninstall; or give DESTDIR=<root>" >&2; exit 1; }; \
		p=$$($(packaged-drivers)); if [ -n "$$p" ]; then \
			echo "uninstall: remove the package $$p instead" >&2; exit 1; \
		fi; \
		sh packaging/setup.sh remove $(VERSION) || { sh packaging/setup.sh install $(VERSION); exit 1; }; \
		rm -rf /var/lib/hyperv-guest /boot/*.hyperv-guest-old /boot/*/*/initrd.hyperv-guest-old /efi/*/*/initrd.hyperv-guest-old; \
	fi
	@[ -n "$$($(packaged-daemons))" ] || { [ -n "$(DESTDIR)" ] || sh packaging/daemons.sh remove; \
		$(MAKE) --no-print-directory -s -C daemons $(DAEMONS_TO) uninstall; }
	@sh packaging/install.sh -s -l $(LAYOUT) | while read -r f; do rm -f "$(DESTDIR)$$f"; done || exit 1
	@rm -rf "$(DESTDIR)/usr/src/hyperv-guest-$(VERSION)"
	@rmdir "$(DESTDIR)/usr/lib/hyperv-guest" "$(DESTDIR)/usr/lib/dracut/modules.d/99hyperv-guest" 2>/dev/null || :
	@$(MAKE) --no-print-directory -s -C tools uninstall DESTDIR="$(DESTDIR)"

clean:
	rm -rf "$(BUILD)"

setup:
	@tests/rig/setup.sh

#:   make check                 everything; ends with "N passed, N failed, N skipped"
#:   make check-fast            the same in under 5 minutes: one kernel, few scenarios
check:
	@sh tests/check.sh

#:   make check-all             the same with the long list of scenarios and more about packages
check-all:
	@sh tests/check.sh -a

check-fast:
	@sh tests/check.sh -f

#:   make static                source rules, checkpatch, shellcheck, sparse
#:   make bad-input             each bad input gets one clear sentence and a failure
#:   make unit                  unit tests of pure code, 64- and 32-bit
#:   make fuzz SECONDS=<n>      fuzz targets, n seconds each
#:   make compile KERNEL=<id>   compile matrix, or one kernel of it
#:   make check-dkms            add, build, install and remove with the distribution's dkms
#:   make check-tools           lsvmbus and hyperv-guest on made-up systems
#:   make check-packages        everything about packages: reproducible, lintian, rpmlint, and their
#:                              life in root directories of Debian 11, 12 and 13, and the boot
#:                              of what they leave behind (long)
static:
	@sh tests/static/run.sh

bad-input:
	@sh tests/bad-input.sh

unit:
	@$(MAKE) --no-print-directory -C tests/unit run

fuzz:
	@$(MAKE) --no-print-directory -C tests/fuzz run SECONDS="$(SECONDS)"

compile:
	@sh tests/compile/run.sh $(KERNEL)

check-dkms:
	@sh tests/packages/dkms.sh

check-tools:
	@sh tests/tools/run.sh

check-packages:
	@sh tests/packages/build.sh
	@sh tests/packages/lifecycle.sh bookworm bullseye trixie bookworm-dracut
	@sh tests/packages/cases.sh
	@sh tests/packages/rpmlife.sh
	@sh tests/packages/kmodlife.sh
	@sh tests/packages/daemonlife.sh
	@sh tests/packages/boot.sh
	@sh tests/packages/boot.sh -q bookworm-dracut
	@sh tests/packages/secureboot.sh

#:   make demo                  boot a stock kernel with our modules on the stand-in host and show it
#:   make scenarios             list the scenarios
#:   make scenario NAME=<n> DRIVERS=ours|intree KERNEL=<id>
#:                              run one
#:   make scenario NAME=<n> KERNEL_IMAGE=<bzImage or vmlinux> MODULES=<lib/modules/release>
#:                              on any kernel; ours are those that `make modules KDIR=` built
#:   make bench                 ours against the kernel's own drivers, side by side
scenarios:
	@tests/rig/run.sh -l

# Our modules for a kernel of the matrix; silent unless something is wrong.
matrix-modules:
	@tests/rig/kernel.sh $(or $(KERNEL),6.1) >/dev/null
	@mkdir -p build/log; $(MAKE) --no-print-directory modules KERNEL=$(or $(KERNEL),6.1) WERROR=1 >build/log/modules.log 2>&1 || \
		{ tail -n 20 build/log/modules.log >&2; exit 1; }

scenario:
	@[ -n "$(NAME)" ] || { echo "scenario: which one? make scenario NAME=<name>; 'make scenarios' lists them" >&2; exit 1; }
	@case "$(DRIVERS)" in ours|intree) ;; *) echo "scenario: DRIVERS is 'ours' or 'intree', not '$(DRIVERS)'" >&2; exit 1 ;; esac
	@[ -r "tests/scenarios/$(NAME).sh" ] || { echo "scenario: there is no scenario '$(NAME)'; 'make scenarios' lists them" >&2; exit 1; }
ifneq ($(KERNEL_IMAGE),)
	@[ -r "$(KERNEL_IMAGE)" ] || { echo "scenario: cannot read the kernel image $(KERNEL_IMAGE)" >&2; exit 1; }
	@[ -d "$(MODULES)" ] || { echo "scenario: MODULES must name the lib/modules/<release> directory that belongs to $(KERNEL_IMAGE)" >&2; exit 1; }
	@KERNEL_IMAGE="$(abspath $(KERNEL_IMAGE))" KERNEL_MODULES="$(abspath $(MODULES))" tests/rig/run.sh -d $(DRIVERS) $(NAME)
else
	@[ "$(DRIVERS)" = intree ] || $(MAKE) --no-print-directory matrix-modules
	@tests/rig/run.sh -k $(or $(KERNEL),6.1) -d $(DRIVERS) $(NAME)
endif

# The clock covers all of it, from the tools on.
demo: export DEMO_BEGAN := $(shell date +%s)
demo: setup
	@echo "demo: fetching Debian's kernel 6.1 if it is not there, building the modules"
	@$(MAKE) --no-print-directory matrix-modules KERNEL=6.1
	@tests/rig/demo.sh

bench: setup
	@$(MAKE) --no-print-directory matrix-modules KERNEL=6.1
	@tests/bench/bench.sh

#:
#:   make dkms.conf             write dkms.conf anew from VERSION
#:   make compat-table          write the table of compat/README.md anew
#:   make probes-report         facts that nobody uses or that never differ
#:   make expected              write tests/compile/expected/ anew and show what changed
dkms.conf: dkms/make-conf.sh VERSION
	@sh dkms/make-conf.sh >$@.new && mv $@.new $@

probes-report:
	@sh compat/table.sh -u

compat-table:
	@sh compat/table.sh -w

expected:
	@sh tests/compile/run.sh -w $(KERNEL)

.PHONY: help modules facts daemons install-source clean setup check check-all check-fast static bad-input unit fuzz compile \
	check-dkms scenarios scenario matrix-modules demo bench compat-table probes-report expected
