#include "strip/literals.h"
#include "strip/openings.h"

#include "built_in.inc"

const struct literals *literals_built_in(void)
{
    return &LITERALS;
}

const struct opening *openings_built_in(size_t n, size_t *found)
{
    if (n >= sizeof ENDS / sizeof *ENDS)
        return NULL;
    size_t first = n ? ENDS[n - 1] : 0;
    *found = ENDS[n] - first;
    return OPENINGS + first;
}
