/* The generated tables. */
#include "text/tables.h"
#include "text_tables.inc"
