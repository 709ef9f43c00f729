# copydesk: `make` builds, `make demo` shows it at work, `make test` tests it.
# `make help` lists the targets. Settings a user may change stand first.
CC      ?= cc
CFLAGS  ?= -O3 -g
PREFIX  ?= /usr/local
DESTDIR ?=
BUILD   ?= build
# what runs a program that CC builds for another kind of machine, as in RUN="qemu-s390x -L /usr/s390x-linux-gnu"
RUN     ?=
# a feature whose library is absent is left out, and says so when asked for
WITH_LIBARCHIVE ?= $(shell pkg-config --exists libarchive 2>/dev/null && echo yes)
WITH_ZLIB       ?= $(shell pkg-config --exists zlib 2>/dev/null && echo yes)
WITH_UCHARDET   ?= $(shell pkg-config --exists uchardet 2>/dev/null && echo yes)
WITH_SQLITE     ?= $(shell pkg-config --exists sqlite3 2>/dev/null && echo yes)

# ---- what is built from what ----
PACKAGES  := libxxhash libpcre2-8 libutf8proc
ifeq ($(WITH_LIBARCHIVE),yes)
PACKAGES  += libarchive
FEATURES  += -DHAVE_LIBARCHIVE
endif
ifeq ($(WITH_ZLIB),yes)
PACKAGES  += zlib
FEATURES  += -DHAVE_ZLIB
endif
ifeq ($(WITH_UCHARDET),yes)
PACKAGES  += uchardet
FEATURES  += -DHAVE_UCHARDET
endif
ifeq ($(WITH_SQLITE),yes)
PACKAGES  += sqlite3
FEATURES  += -DHAVE_SQLITE
endif
MISSING   := $(shell for p in $(PACKAGES); do pkg-config --exists $$p 2>/dev/null || echo $$p; done)
VERSION   := $(shell sed -n 's/^\#define COPYDESK_VERSION "\(.*\)"/\1/p' include/copydesk.h)
WARNINGS  := -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla $(WERROR)
STANDARD  := -std=c17 -D_DEFAULT_SOURCE -D_XOPEN_SOURCE=700 -D_FILE_OFFSET_BITS=64
CPPFLAGS_ := -Iinclude -Isrc -I$(BUILD)/gen $(FEATURES) $(shell pkg-config --cflags $(PACKAGES) 2>/dev/null) $(CPPFLAGS)
COMPILE    = $(CC) $(STANDARD) $(WARNINGS) $(CPPFLAGS_) $(CFLAGS) -fPIC -fno-semantic-interposition -MMD -MP
LIBS      := $(shell pkg-config --libs $(PACKAGES) 2>/dev/null) -pthread

GENERATOR := src/text/make_tables.c src/strip/make_built_in.c
PROGRAM_C := src/main.c $(wildcard src/cli/*.c)
LIBRARY_C := $(filter-out $(PROGRAM_C) $(GENERATOR),$(wildcard src/*/*.c src/*/*/*.c))
PACKS     := $(sort $(wildcard src/strip/packs/*.rules))
LIBRARY_O := $(LIBRARY_C:%.c=$(BUILD)/%.o)
PROGRAM_O := $(PROGRAM_C:%.c=$(BUILD)/%.o)
OBJECTS   := $(LIBRARY_O) $(PROGRAM_O) $(GENERATOR:%.c=$(BUILD)/%.o)
PROGRAM   := $(BUILD)/copydesk
STATIC    := $(BUILD)/libcopydesk.a
SONAME    := libcopydesk.so.0
SHARED    := $(BUILD)/libcopydesk.so.$(VERSION)

.PHONY: all
all: $(PROGRAM) $(STATIC) $(SHARED)

# the libraries that were there: when one has come or gone, everything is built anew
WITH      := $(strip $(FEATURES) $(LIBS))
ifneq ($(WITH),$(strip $(shell cat $(BUILD)/with 2>/dev/null)))
.PHONY: $(BUILD)/with
endif
$(OBJECTS): $(BUILD)/with
$(BUILD)/with:
	@test -z "$(MISSING)" || { echo "copydesk needs $(MISSING), with headers; 'make demo' installs what is missing" >&2; exit 1; }
	@mkdir -p $(@D)
	@echo '$(WITH)' > $@

$(PROGRAM): $(PROGRAM_O) $(STATIC)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

$(STATIC): $(LIBRARY_O)
	rm -f $@ && $(AR) rcs $@ $^

$(SHARED): $(LIBRARY_O) src/copydesk.map
	$(CC) $(CFLAGS) $(LDFLAGS) -shared -Wl,-soname,$(SONAME) -Wl,--version-script=src/copydesk.map \
	    -o $@ $(LIBRARY_O) $(LIBS)

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(COMPILE) -c -o $@ $<

# ---- generated sources ----
$(BUILD)/gen/make_tables: $(addprefix $(BUILD)/src/,text/make_tables.o text/unicode.o text/utf8.o base/buf.o)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

$(BUILD)/gen/text_tables.inc: $(BUILD)/gen/make_tables src/text/chars.tsv
	$(RUN) $^ > $@.part && mv $@.part $@

# every rule pack as bytes, and a table of them; the folder is newer when a pack has gone
$(BUILD)/gen/packs.inc: $(PACKS) src/strip/packs/embed.sh src/strip/packs
	@mkdir -p $(@D)
	sh src/strip/packs/embed.sh $(PACKS) > $@.part && mv $@.part $@

# what the library's own code makes of the packs: labels folded and hashed, openings of regexes
BAKED_O := $(BUILD)/src/strip/match/built_in.o
$(BUILD)/gen/make_built_in: $(BUILD)/src/strip/make_built_in.o $(filter-out $(BAKED_O),$(LIBRARY_O))
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

$(BUILD)/gen/built_in.inc: $(BUILD)/gen/make_built_in
	$(RUN) $< > $@.part && mv $@.part $@

# the languages, as C initialisers
$(BUILD)/gen/languages.inc: src/strip/packs/languages.tsv
	@mkdir -p $(@D)
	sed -n 's/^\([a-z]*\)	\([a-z]*\)	\([0-9]\)	\([^	]*\)	*\(.*\)$$/{ "\1", "\2", \3, "\4", "\5" },/p' $< > $@.part && mv $@.part $@

# letters of other languages, as C strings
$(BUILD)/gen/foreign_letters.inc: src/strip/packs/foreign.letters
	@mkdir -p $(@D)
	sed -n 's/^[A-Z].*	\(.*\)$$/"\1",/p' $< > $@.part && mv $@.part $@

# the letters of languages in Latin script, as C initialisers
$(BUILD)/gen/alphabets.inc: src/read/charset/alphabets.txt
	@mkdir -p $(@D)
	sed -n 's/^\([a-z][a-z]\) \([^:]*: \)\{0,1\}\(.*\)$$/{ "\1", "\2", "\3" },/p' $< > $@.part && mv $@.part $@

# words that count for little, and those that show the language, as C initialisers
$(BUILD)/gen/spun.inc: src/dedupe/near/spun.tsv src/strip/packs/languages.tsv
	@mkdir -p $(@D)
	{ sed -n 's/^\([a-z]*\)	\([a-z]*\)	\(.*\)$$/{ "\1", "\2", "\3" },/p' $<; \
	  sed -n 's/^\([a-z]*\)	[a-z]*	[0-9]	\([^	]*\).*$$/{ "\1", "known", "\2" },/p' $(lastword $^); } > $@.part && mv $@.part $@

# the page of a report, as bytes
$(BUILD)/gen/report_page.inc: src/write/journal/report.html
	@mkdir -p $(@D)
	od -An -v -tu1 $< | sed 's/\([0-9][0-9]*\)/(char)\1,/g' > $@.part && mv $@.part $@

# lists of words, one a line, as C strings
define words_rule
$(BUILD)/gen/%_words.inc: src/$(1)/%.words
	@mkdir -p $$(@D)
	sed -n 's/^\([^# ][^ ]*\)$$$$/"\1",/p' $$< > $$@.part && mv $$@.part $$@
endef
$(foreach folder,dedupe/near normalize read/paragraphs strip,$(eval $(call words_rule,$(folder))))

# letters that are hardly heard, as C cases
$(BUILD)/gen/silent_letters.inc: src/dedupe/near/silent.letters
	@mkdir -p $(@D)
	sed -n "s/^\([^#]*\)$$/case U'\1':/p" $< > $@.part && mv $@.part $@

# look-alike letters, as C initialisers
$(BUILD)/gen/homoglyphs.inc: src/normalize/homoglyphs.tsv
	@mkdir -p $(@D)
	sed -n 's/^\([0-9A-F]*\)	\([0-9A-F]*\)	.*/{ 0x\1, 0x\2 },/p' $< > $@.part && mv $@.part $@

# code pages, what mojibake may be, and the names of HTML entities
$(BUILD)/gen/codepages.inc: src/text/codepages.sh src/text/codepages.txt
$(BUILD)/gen/mojibake.inc: src/normalize/mojibake.sh src/normalize/mojibake.chars
$(BUILD)/gen/entities.inc: src/normalize/entities.sh src/normalize/entities.txt
$(BUILD)/gen/codepages.inc $(BUILD)/gen/mojibake.inc $(BUILD)/gen/entities.inc:
	@mkdir -p $(@D)
	sh $^ > $@.part && mv $@.part $@

$(BUILD)/src/text/codepage.o: $(BUILD)/gen/codepages.inc
$(BUILD)/src/normalize/badness.o: $(BUILD)/gen/mojibake.inc
$(BUILD)/src/normalize/entities.o: $(BUILD)/gen/entities.inc
$(BUILD)/src/normalize/homoglyphs.o: $(BUILD)/gen/homoglyphs.inc
$(BUILD)/src/text/chars.o: $(BUILD)/gen/text_tables.inc
$(BUILD)/src/normalize/hyphen.o: $(BUILD)/gen/hyphen_words.inc
$(BUILD)/src/normalize/unwrap.o: $(BUILD)/gen/suspended_words.inc
$(BUILD)/src/read/paragraphs/prose.o: $(BUILD)/gen/continuing_words.inc
$(BUILD)/src/dedupe/near/spun_words.o: $(BUILD)/gen/spun.inc
$(BUILD)/src/dedupe/near/row.o: $(BUILD)/gen/article_words.inc $(BUILD)/gen/silent_letters.inc
$(BUILD)/src/write/journal/report.o: $(BUILD)/gen/report_page.inc
$(BUILD)/src/strip/packs.o: $(BUILD)/gen/packs.inc
$(BAKED_O): $(BUILD)/gen/built_in.inc
$(BUILD)/src/strip/inside.o: $(BUILD)/gen/particles_words.inc
$(BUILD)/src/strip/language.o: $(BUILD)/gen/languages.inc $(BUILD)/gen/foreign_letters.inc
$(BUILD)/src/read/charset/legible.o: $(BUILD)/gen/alphabets.inc

# ---- for people ----
.PHONY: demo bench bench-growth bench-memory help clean
demo:
	@sh tests/bootstrap.sh build
	@$(MAKE) --no-print-directory -s all
	@sh tests/demo.sh $(PROGRAM)

bench:
	@sh tests/bootstrap.sh bench
	@$(MAKE) --no-print-directory -s all
	@sh tests/bench/run.sh $(PROGRAM)

bench-growth:
	@$(MAKE) --no-print-directory -s all
	@sh tests/bench/growth.sh $(PROGRAM)

bench-memory:
	@$(MAKE) --no-print-directory -s all
	@sh tests/bench/memory.sh $(PROGRAM)

help:
	@echo 'make            build the program and the library into $(BUILD)/'
	@echo 'make demo       install what is missing, build, clean the sample corpus, show what went and why'
	@echo 'make test       install what is missing, run all tests; make check: with what is there; make unit-fold: one of them'
	@echo 'make test-long  sanitizers, other compiler, analysers, fault injection, fuzzing'
	@echo 'make bench      ratios against cp -r, cat, mawk and what people use'
	@echo 'make bench-growth  time and memory for a paragraph, from 10 thousand to 10 million; for near, to a million articles'
	@echo 'make bench-memory  what an article costs each thing that is remembered'
	@echo 'make install    into PREFIX=$(PREFIX), below DESTDIR when set; make uninstall'
	@echo 'make clean      remove $(BUILD)/'

clean:
	rm -rf $(BUILD)

include tests/tests.mk

-include $(OBJECTS:.o=.d)
include src/cli/install.mk
