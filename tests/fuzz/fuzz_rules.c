/* A rule pack of any bytes: parsed, compiled and checked, or refused with a
 * reason; and if it is good, used on a few lines. Patterns are bounded in
 * number so that compile time does not drown the parser. */
#include "fuzz.h"

#include "strip/ruleset.h"
#include "text/head.h"

static void try_lines(const struct rules *r, struct strip_scratch *s)
{
    static const char *const LINES[] = { "Share", "aaaaaaaaaaaaaaaaaaaaaaaaaab", "Read more: a b c d" };
    struct para paras[3] = { 0 };
    struct article article = { .source = SLICE("") };
    struct buf key = { 0 };
    for (size_t i = 0; i < 3; i++) {
        paras[i].text = slice_str(LINES[i]);
        struct fold fold = fold_key(paras[i].text, &key);
        paras[i].key = key_of(buf_slice(&key));
        paras[i].head = head_of(buf_slice(&key));
        paras[i].chars = fold.chars;
        paras[i].words = fold.words;
        paras[i].fold = (uint16_t)fold.flags;
    }
    strip_find(r, s, &article, paras, 3);
    strip_judge(r, s, true, true, paras, 3);
    buf_release(&key);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 4096)
        return 0;
    struct pack_source source = { .text = { (const char *)data, size } };
    struct faults faults = { NULL, NULL, "fuzz.rules", 0 };
    buf_addstr(&source.name, "fuzz");
    buf_str(&source.name);
    struct rules *r = ruleset_new((1u << COPYDESK_N_CLASSES) - 1, false);
    struct strip_scratch *s = strip_scratch_new(r);
    ruleset_add(r, &source, &faults);
    if (faults.n == 0)
        ruleset_finish(r, &faults);
    if (faults.n == 0)
        check_examples(r, s, 0, &faults);
    if (faults.n == 0)
        try_lines(r, s);
    strip_scratch_free(s);
    rules_free(r);
    return 0;
}
