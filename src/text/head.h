/* head -- how a paragraph starts, as one number: the first bytes of its letters and
 * digits, whatever stands between them. Text layer.
 *
 * Marks and blanks are where spellings of a label differ, and fold_key drops most of
 * them. A head leaves out all those of ASCII, so that it is the same for what fold_key
 * makes of a text and for what fold_line does. */
#ifndef TEXT_HEAD_H
#define TEXT_HEAD_H

#include <stdint.h>

#include "base/slice.h"

enum { HEAD_BYTES = 8 };

/* Of what fold_key made of a text: the first HEAD_BYTES bytes that are letters, digits
 * (each as 0) or beyond ASCII, the first one the lowest; zeros behind them when there are fewer. */
uint64_t head_of(struct slice folded);

/* The same for any machine; the tests hold the two against each other. */
uint64_t head_of_portable(struct slice folded);

/* The first so many bytes of a head (at most HEAD_BYTES), zeros behind them. */
static inline uint64_t head_front(uint64_t head, unsigned bytes)
{
    return bytes < HEAD_BYTES ? head & ((UINT64_C(1) << bytes * 8) - 1) : head;
}

#endif
