# How the program is installed, and tested as it is installed; part of the
# Makefile. PREFIX and DESTDIR are the user's; the folders follow from them.
BINDIR     ?= $(PREFIX)/bin
LIBDIR     ?= $(PREFIX)/lib
INCLUDEDIR ?= $(PREFIX)/include
DATADIR    ?= $(PREFIX)/share
INSTALL    ?= install

# what the program writes about itself, and the file for pkg-config
SHARE      := $(BUILD)/share
ABOUT      := $(SHARE)/copydesk.1 $(SHARE)/copydesk.bash $(SHARE)/copydesk.zsh $(SHARE)/copydesk.fish \
              $(SHARE)/copydesk.pc
INSTALLED   = $(BINDIR)/copydesk $(INCLUDEDIR)/copydesk.h $(LIBDIR)/libcopydesk.a \
              $(LIBDIR)/libcopydesk.so $(LIBDIR)/$(SONAME) $(LIBDIR)/$(notdir $(SHARED)) \
              $(LIBDIR)/pkgconfig/copydesk.pc $(DATADIR)/man/man1/copydesk.1 \
              $(DATADIR)/bash-completion/completions/copydesk \
              $(DATADIR)/zsh/site-functions/_copydesk \
              $(DATADIR)/fish/vendor_completions.d/copydesk.fish

$(SHARE)/copydesk.1: $(PROGRAM)
	@mkdir -p $(@D)
	$(PROGRAM) help --man > $@.part && mv $@.part $@

$(SHARE)/copydesk.bash $(SHARE)/copydesk.zsh $(SHARE)/copydesk.fish: $(SHARE)/copydesk.%: $(PROGRAM)
	@mkdir -p $(@D)
	$(PROGRAM) help --completions $* > $@.part && mv $@.part $@

# written anew each time, since it holds PREFIX
.PHONY: $(SHARE)/copydesk.pc
$(SHARE)/copydesk.pc:
	@mkdir -p $(@D)
	printf '%s\n' 'prefix=$(PREFIX)' \
	    'libdir=$(patsubst $(PREFIX)/%,$${prefix}/%,$(LIBDIR))' \
	    'includedir=$(patsubst $(PREFIX)/%,$${prefix}/%,$(INCLUDEDIR))' '' \
	    'Name: copydesk' 'Description: clean scraped news articles' 'Version: $(VERSION)' \
	    'Requires.private: $(PACKAGES)' 'Libs: -L$${libdir} -lcopydesk' \
	    'Libs.private: -pthread' 'Cflags: -I$${includedir}' > $@

# the loader keeps a list of libraries; only root may change it, and a package does that where it is installed
TELL_LOADER = $(if $(DESTDIR),,ldconfig 2>/dev/null || true)

.PHONY: install uninstall
install: all $(ABOUT)
	$(INSTALL) -d $(sort $(dir $(addprefix $(DESTDIR),$(INSTALLED))))
	$(INSTALL) -m 755 $(PROGRAM) $(DESTDIR)$(BINDIR)/copydesk
	$(INSTALL) -m 644 include/copydesk.h $(DESTDIR)$(INCLUDEDIR)/copydesk.h
	$(INSTALL) -m 644 $(STATIC) $(DESTDIR)$(LIBDIR)/libcopydesk.a
	$(INSTALL) -m 755 $(SHARED) $(DESTDIR)$(LIBDIR)/$(notdir $(SHARED))
	ln -sf $(notdir $(SHARED)) $(DESTDIR)$(LIBDIR)/$(SONAME)
	ln -sf $(SONAME) $(DESTDIR)$(LIBDIR)/libcopydesk.so
	$(INSTALL) -m 644 $(SHARE)/copydesk.pc $(DESTDIR)$(LIBDIR)/pkgconfig/copydesk.pc
	$(INSTALL) -m 644 $(SHARE)/copydesk.1 $(DESTDIR)$(DATADIR)/man/man1/copydesk.1
	$(INSTALL) -m 644 $(SHARE)/copydesk.bash $(DESTDIR)$(DATADIR)/bash-completion/completions/copydesk
	$(INSTALL) -m 644 $(SHARE)/copydesk.zsh $(DESTDIR)$(DATADIR)/zsh/site-functions/_copydesk
	$(INSTALL) -m 644 $(SHARE)/copydesk.fish \
	    $(DESTDIR)$(DATADIR)/fish/vendor_completions.d/copydesk.fish
	$(TELL_LOADER)

uninstall:
	rm -f $(addprefix $(DESTDIR),$(INSTALLED))

# ---- tests ----
# the unit tests that look at the program instead of the library
$(BUILD)/tests/unit/test_options $(BUILD)/tests/unit/test_report: $(BUILD)/tests/unit/%: \
    tests/unit/%.c $(filter-out %/main.o,$(PROGRAM_O)) $(STATIC)
	@mkdir -p $(@D)
	$(COMPILE) -Itests -o $@ $(filter %.c %.o %.a,$^) $(LDFLAGS) $(LIBS) $(shell pkg-config --cflags --libs cmocka)

.PHONY: test-install
test-install: all
	MAKE='$(MAKE)' BUILD='$(BUILD)' CC='$(CC)' CXX='$(CXX)' sh tests/install/run.sh
