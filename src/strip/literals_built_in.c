#include "strip/literals.h"

#include "literals.inc"

const struct literals *literals_built_in(void)
{
    return &BUILT_IN;
}
