/* fuzz -- what every fuzz target needs. */
#ifndef TESTS_FUZZ_H
#define TESTS_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

/* The engine, or driver.c, calls it for each input. Returns 0. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Ends the run, so that the input at hand is kept, unless it holds. */
static inline void demand(bool holds)
{
    if (!holds)
        abort();
}

#endif
