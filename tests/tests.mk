# How the tests are built and run; part of the Makefile.
UNIT_C   := $(sort $(wildcard tests/unit/test_*.c))
UNIT     := $(UNIT_C:tests/unit/%.c=$(BUILD)/tests/unit/%)
FUZZ_C   := $(sort $(wildcard tests/fuzz/fuzz_*.c))
FUZZ     := $(FUZZ_C:tests/fuzz/%.c=$(BUILD)/tests/fuzz/%)

$(BUILD)/tests/unit/%: tests/unit/%.c $(STATIC)
	@mkdir -p $(@D)
	$(COMPILE) -Itests -o $@ $< $(STATIC) $(LDFLAGS) $(LIBS) $(shell pkg-config --cflags --libs cmocka)

# fuzz targets with a plain driver: they replay the files they are given
$(BUILD)/tests/fuzz/%: tests/fuzz/%.c tests/fuzz/driver.c $(STATIC)
	@mkdir -p $(@D)
	$(COMPILE) -o $@ $< tests/fuzz/driver.c $(STATIC) $(LDFLAGS) $(LIBS)

# one unit test program by name: make unit-fold
.PHONY: unit unit-%
unit-%: $(BUILD)/tests/unit/test_%
	$<
unit: $(UNIT)
	@for t in $(UNIT); do $$t || exit 1; done
