# How the tests are built and run; part of the Makefile.
#
#   make test        what is missing is installed, then `check`: under 10 minutes
#   make test-long   sanitizers, other compiler, analysers, faults, fuzzing, install
#   make unit-fold   one unit test program by name
UNIT_C   := $(sort $(wildcard tests/unit/test_*.c))
UNIT     := $(UNIT_C:tests/unit/%.c=$(BUILD)/tests/unit/%)
FUZZ_C   := $(sort $(wildcard tests/fuzz/fuzz_*.c))
FUZZ     := $(FUZZ_C:tests/fuzz/%.c=$(BUILD)/tests/fuzz/%)
PRELOAD  := $(BUILD)/tests/fault/preload.so
TRACE    := $(BUILD)/tests/fault/trace
PROPERTIES := containers keys learn near-nights near-paragraphs keep again report hostile memory
# the unit tests that TSan watches
THREADED := turn run sink output_check
# seconds for each fuzz target
FUZZ_SECONDS ?= 20
CLANG    ?= clang

$(BUILD)/tests/unit/%: tests/unit/%.c tests/unit/unit.h $(STATIC)
	@mkdir -p $(@D)
	$(COMPILE) -Itests/unit -o $@ $< $(STATIC) $(LDFLAGS) $(LIBS) $(shell pkg-config --cflags --libs cmocka)

# test_warm counts allocations, by wrapping them
$(BUILD)/tests/unit/test_warm: private LDFLAGS += -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc,--wrap=reallocarray

# fuzz targets with a plain driver: they replay the files they are given
$(BUILD)/tests/fuzz/%: tests/fuzz/%.c tests/fuzz/driver.c tests/fuzz/fuzz.h $(STATIC)
	@mkdir -p $(@D)
	$(COMPILE) -o $@ $< tests/fuzz/driver.c $(STATIC) $(LDFLAGS) $(LIBS)

# a JSON library is the judge of our scanner, where there is one
JANSSON := $(shell pkg-config --exists jansson 2>/dev/null && echo -DHAVE_JANSSON && pkg-config --cflags --libs jansson)
$(BUILD)/tests/fuzz/fuzz_json $(BUILD)/fuzz/fuzz_json: LIBS += $(JANSSON)

# the same targets with libFuzzer, which wants everything built by clang, and once
FUZZED := -fsanitize=address,undefined -fno-sanitize-recover=all
FUZZ_LIBRARY := $(BUILD)/fuzz/library/libcopydesk.a
.PHONY: fuzz-library
fuzz-library:
	$(MAKE) BUILD=$(BUILD)/fuzz/library CC="$(CLANG)" CFLAGS="-O1 -g -fsanitize=fuzzer-no-link $(FUZZED)" $(FUZZ_LIBRARY)

$(BUILD)/fuzz/%: tests/fuzz/%.c fuzz-library
	@mkdir -p $(@D)
	$(CLANG) $(STANDARD) $(CPPFLAGS_) -O1 -g -fsanitize=fuzzer $(FUZZED) -o $@ $< $(FUZZ_LIBRARY) $(LIBS)

$(PRELOAD): tests/fault/preload.c
	@mkdir -p $(@D)
	$(CC) -std=c17 $(WARNINGS) -O1 -fPIC -shared -o $@ $< -ldl

$(TRACE): tests/fault/trace.c
	@mkdir -p $(@D)
	$(CC) -std=c17 $(WARNINGS) -O1 -o $@ $<

# what `make test` runs, and what only test-long does
CHECKS := test-house test-rebuild unit test-fuzz-seeds test-cases test-unicode test-cli test-corpus test-examples test-jsonl \
          $(PROPERTIES:%=test-%) test-crash test-series test-install
LONG   := test-clang test-absent test-portable test-asan test-tsan test-analyse test-fault test-model test-again-long test-hostile-long \
          test-soak test-tables test-machines test-fuzz
.PHONY: test check test-long $(CHECKS) $(LONG)
test:
	@sh tests/bootstrap.sh test
	@$(MAKE) check

check: $(CHECKS)
test-long: $(LONG)

test-house:
	@sh tests/house.sh

# what make builds anew when something has changed
test-rebuild: all
	@sh tests/rebuild.sh $(BUILD)

unit-%: $(BUILD)/tests/unit/test_%
	$<

unit: $(UNIT) $(PROGRAM)
	@for t in $(UNIT); do echo "== $$t"; $$t || exit 1; done

test-fuzz-seeds: $(FUZZ)
	@for t in $(FUZZ); do \
	    printf '%s inputs: ' $${t##*/}; $$t -mutate 2000 tests/fuzz/seeds/$${t##*/fuzz_} || exit 1; \
	done

test-cli: $(PROGRAM)
	@COPYDESK=$(abspath $(PROGRAM)) sh tests/cli/run.sh

test-cases: $(PROGRAM)
	@sh tests/cases.sh $(PROGRAM)

# Unicode's own test files, through the program
test-unicode: $(PROGRAM)
	@sh tests/unicode.sh $(PROGRAM)

test-corpus: $(PROGRAM)
	@sh tests/corpus.sh $(PROGRAM)

# the README's ways from tables to JSON Lines and back; wants PyPI
test-tables: $(PROGRAM)
	@sh tests/tables.sh $(PROGRAM) $(BUILD)

# what must hold of any input, on inputs made up; each script says at its head what that is
$(PROPERTIES:%=test-%): test-%: $(PROGRAM)
	@python3 tests/$(subst -,_,$*).py $(PROGRAM)

AGAIN_SEED ?= 1
test-again-long: $(PROGRAM)
	@for i in 0 1 2 3 4; do python3 tests/again.py $(PROGRAM) $$(($(AGAIN_SEED) + i)) 4000 || exit 1; done

# more rounds of hostile trees and streams
test-hostile-long: $(PROGRAM)
	python3 tests/hostile.py $(PROGRAM) 60 $(MODEL_SEED)

# what README and manual show, run
test-examples: $(PROGRAM)
	@sh tests/examples.sh $(PROGRAM)

# JSON Lines beside text, with Python's json as the judge
test-jsonl: $(PROGRAM) $(BUILD)/tests/gen
	@python3 tests/jsonl.py $(PROGRAM) $(BUILD)/tests/gen tests/bench/material.txt

$(BUILD)/tests/gen: tests/bench/gen.c
	@mkdir -p $(@D)
	$(CC) $(STANDARD) -O2 -o $@ $<

# kills and power cuts at a few moments of a run; test-fault tries them all
test-crash: $(PROGRAM) $(TRACE) $(PRELOAD)
	@python3 tests/fault/crash.py $(PROGRAM) $(TRACE) $(PRELOAD) --quick fresh state-changed

# random series of nights against a naive model; as many as fit in MODEL_SECONDS in test-long
MODEL_SECONDS ?= 150
MODEL_SEED ?= 1
test-series: $(PROGRAM) $(TRACE)
	@python3 tests/model/series.py $(PROGRAM) $(TRACE) --series 25
	@python3 tests/model/series.py $(PROGRAM) $(TRACE) --series 25 --state
	@python3 tests/model/merged.py $(PROGRAM) --series 15

test-model: $(PROGRAM) $(TRACE)
	python3 tests/model/series.py $(PROGRAM) $(TRACE) --seconds 60 --seed $(MODEL_SEED)
	python3 tests/model/series.py $(PROGRAM) $(TRACE) --state --seconds $(MODEL_SECONDS) --seed $(MODEL_SEED)
	python3 tests/model/merged.py $(PROGRAM) --seconds 40 --seed $(MODEL_SEED)

# a tree that grows for 200 nights
test-soak: $(PROGRAM) $(TRACE)
	python3 tests/model/soak.py $(PROGRAM) $(TRACE)

# ---- the long ones ----
test-clang:
	$(MAKE) BUILD=$(BUILD)/gcc-strict WERROR=-Werror all
	$(MAKE) BUILD=$(BUILD)/clang CC="$(CLANG)" WERROR=-Werror check

# without its optional libraries it does the rest; and without zlib alone, for
# libarchive then reads gzip by itself
ABSENT := WITH_LIBARCHIVE= WITH_ZLIB= WITH_UCHARDET= WITH_SQLITE=
test-absent:
	$(MAKE) BUILD=$(BUILD)/absent $(ABSENT) WERROR=-Werror all
	$(MAKE) BUILD=$(BUILD)/absent $(ABSENT) unit test-fuzz-seeds test-cases test-cli test-corpus
	$(MAKE) BUILD=$(BUILD)/absent-zlib WITH_ZLIB= WERROR=-Werror all
	$(MAKE) BUILD=$(BUILD)/absent-zlib WITH_ZLIB= test-cli test-cases

# the ways of src/text/ascii.h for lesser machines: for any, with SSE2, and with AVX2
test-portable:
	$(MAKE) BUILD=$(BUILD)/portable CFLAGS="-O2 -g -U__SSE2__" WERROR=-Werror all
	$(MAKE) BUILD=$(BUILD)/portable CFLAGS="-O2 -g -U__SSE2__" unit test-fuzz-seeds test-corpus
	$(MAKE) BUILD=$(BUILD)/ways-1 CFLAGS="-O2 -g -DASCII_WAYS=1" WERROR=-Werror unit test-corpus
	$(MAKE) BUILD=$(BUILD)/ways-2 CFLAGS="-O2 -g -DASCII_WAYS=2" WERROR=-Werror unit test-corpus

test-asan:
	ASAN_OPTIONS=detect_leaks=1:allocator_may_return_null=1 \
	$(MAKE) BUILD=$(BUILD)/asan CFLAGS="-O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer" \
	    unit test-fuzz-seeds test-cases test-unicode test-cli test-corpus

test-tsan:
	$(MAKE) BUILD=$(BUILD)/tsan CC="$(CLANG)" CFLAGS="-O1 -g -fsanitize=thread" $(THREADED:%=unit-%) test-corpus

test-machines: $(PROGRAM)
	@sh tests/machines.sh $(BUILD)

# cppcheck: what the compilers do not see. The generated tables are left out: it reads them for hours
test-analyse:
	cppcheck --quiet -j2 --error-exitcode=1 --std=c11 --enable=warning,performance,portability \
	    --inline-suppr --suppress=missingIncludeSystem --suppress=missingInclude -Iinclude -Isrc src

test-fault: $(PROGRAM) $(PRELOAD) $(TRACE)
	sh tests/fault/run.sh $(abspath $(PROGRAM)) $(abspath $(PRELOAD))
	python3 tests/fault/streams.py $(PROGRAM) $(PRELOAD)
	sh tests/fault/kill.sh $(abspath $(PROGRAM)) $(abspath $(PRELOAD))
	python3 tests/fault/crash.py $(PROGRAM) $(TRACE) $(PRELOAD)
	python3 tests/fault/hazards.py $(PROGRAM) $(TRACE) $(PRELOAD)

# new inputs go to the build directory: the seeds are chosen by hand
test-fuzz: $(FUZZ_C:tests/fuzz/%.c=$(BUILD)/fuzz/%)
	@for t in $^; do \
	    name=$${t##*/fuzz_}; mkdir -p $(BUILD)/fuzz/new/$$name; \
	    echo "== fuzz $$name, $(FUZZ_SECONDS) s"; \
	    $$t -max_total_time=$(FUZZ_SECONDS) -timeout=10 -rss_limit_mb=2048 -max_len=8192 -verbosity=0 \
	        -print_final_stats=0 -artifact_prefix=$(BUILD)/fuzz/ \
	        $(BUILD)/fuzz/new/$$name tests/fuzz/seeds/$$name || exit 1; \
	done

-include $(UNIT:=.d) $(FUZZ:=.d)
