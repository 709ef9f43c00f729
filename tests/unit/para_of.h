/* para_of -- a line as a paragraph that was read and not repaired. */
#ifndef TESTS_PARA_OF_H
#define TESTS_PARA_OF_H

#include "base/hash.h"
#include "read/article.h"
#include "text/fold.h"
#include "text/head.h"
#include "unit.h"

static inline struct para para_of(const char *line)
{
    struct buf key = { 0 };
    struct slice text = slice_str(line);
    struct fold fold = fold_key(text, &key);
    struct para p = { .raw = text, .text = text, .key = key_of(buf_slice(&key)), .head = head_of(buf_slice(&key)),
                      .chars = fold.chars, .words = fold.words, .fold = (uint16_t)fold.flags };
    buf_release(&key);
    return p;
}

#endif
