/* make_built_in -- prints what a run need not find out about the built-in packs as C (built_in.h).
 * Build-time program, of all files of the library but built_in.c. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/hash.h"
#include "strip/match/built_in.h"
#include "strip/ruleset.h"

/* The run that fills the tables has none to stand upon. */
const struct literals *built_in_literals(void)
{
    return NULL;
}

bool built_in_pack(size_t i, struct built_in_pack *pack)
{
    (void)i;
    (void)pack;
    return false;
}

bool built_in_regex(size_t n, struct slice pattern, struct built_in_regex *regex)
{
    (void)n;
    (void)pattern;
    (void)regex;
    return false;
}

static void tell(void *payload, const struct copydesk_error *fault)
{
    (void)payload;
    fprintf(stderr, "make_built_in: %s:%llu: %s\n", fault->path, (unsigned long long)fault->line, fault->reason);
}

/* ---- literals ---- */

static void print_numbers(const char *before, const uint64_t *numbers, size_t n)
{
    printf("%s {", before);
    for (size_t i = 0; i < n; i++)
        printf("%s 0x%" PRIX64 ",", i % 8 ? "" : "\n       ", numbers[i]);
    printf("\n    }");
}

static void print_literals(const struct literals *t)
{
    printf("static struct literal SLOTS[%zu] = {   /* nobody writes them */\n", t->mask + 1);
    for (size_t i = 0; i <= t->mask; i++)
        if (t->slots[i].rule)
            printf("    [%zu] = { 0x%" PRIX64 ", 0x%" PRIX32 ", %d, %d },\n", i,
                   t->slots[i].lo, t->slots[i].hi, t->slots[i].rule, t->slots[i].shape);
    printf("};\n");
    print_numbers("static uint64_t FILTER[] =", t->filter, (t->mask + 1) / 16);
    printf(";\nstatic const struct literals LITERALS = {\n    .slots = SLOTS, .mask = %zu, .n = %zu, .max_chars = %" PRIu32 ", .filter = FILTER,\n",
           t->mask, t->n, t->max_chars);
    print_numbers("    .lengths =", t->lengths, sizeof t->lengths / sizeof *t->lengths);
    printf(",\n};\n");
}

/* ---- lean packs ---- */

/* Says the line, trimmed, nothing to a run? */
static bool is_lean(struct slice line)
{
    static const char *const WORDS[] = { "#", "line ", "lines ", "yes ", "no " };
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
        if (slice_starts(line, slice_str(WORDS[i])))
            return false;
    return line.len > 0;
}

static void print_lean(const struct loaded_pack *pack, size_t number, struct buf *table)
{
    struct slice text = pack->source.text;
    size_t len = 0;
    printf("static const char LEAN_%zu[] = {", number);
    while (text.len) {
        struct slice line = slice_line(&text);
        while (line.len && strchr(" \t\r", line.ptr[0]))
            line = slice_from(line, 1);
        if (!is_lean(line))
            continue;
        for (size_t i = 0; i <= line.len; i++, len++)
            printf("%s(char)%d,", len % 32 ? "" : "\n    ", i < line.len ? line.ptr[i] : '\n');
    }
    printf(" 0 };\n");
    buf_addf(table, "    { LEAN_%zu, %zu, 0x%" PRIX64 " },\n", number, len, hash_bytes(pack->source.text));
}

static void print_packs(const struct rules *r)
{
    struct buf table = { 0 };
    for (size_t i = 0; i < r->n_packs; i++)
        print_lean(&r->packs[i], i, &table);
    printf("static const struct lean LEAN[] = {\n%s};\n", buf_str(&table));
    buf_release(&table);
}

/* ---- regexes ---- */

static size_t print_openings(struct slice pattern)
{
    struct opening found[OPENINGS_MOST];
    size_t n = openings_of(pattern, found);
    for (size_t k = 0; k < n; k++)
        printf("    { 0x%" PRIX64 ", %d, %d },\n", found[k].head, found[k].bytes, found[k].marked);
    return n;
}

/* Of all regexes one behind the other, and where those of each end. */
static void print_regexes(const struct rules *r)
{
    struct buf needs = { 0 }, known = { 0 };
    size_t n_openings = 0, n_needs = 0;
    printf("static const struct opening OPENINGS[] = {\n");
    for (size_t i = 0; i < r->n_regexes; i++) {
        struct slice pattern = r->regexes[i].pattern;
        struct starts_texts texts = starts_needs(pattern);
        size_t longest = starts_longest(pattern);
        for (size_t k = 0; k < texts.n; k++)
            buf_addf(&needs, " { %zu, %zu },", (size_t)(texts.text[k].ptr - pattern.ptr), texts.text[k].len);
        n_openings += print_openings(pattern);
        n_needs += texts.n;
        buf_addf(&known, " { %zu, %zu, %" PRIu32 " },", n_openings, n_needs,
                 longest < UINT32_MAX ? (uint32_t)longest : UINT32_MAX);
    }
    printf("};\nstatic const struct part NEEDS[] = {%s };\n", buf_str(&needs));
    printf("static const struct known KNOWN[] = {%s };\n", buf_str(&known));
    buf_release(&needs);
    buf_release(&known);
}

int main(void)
{
    struct copydesk_options options;
    struct faults faults = { tell, NULL, NULL, 0 };
    struct pack_source source;
    copydesk_options_init(&options);
    struct rules *r = ruleset_new(options.strip, true);
    for (size_t i = 0; r && i < packs_count(&options) && packs_load(&options, i, &source, NULL); i++) {
        faults.file = source.label.ptr;
        ruleset_add(r, &source, &faults);
    }
    bool good = r && r->n_packs == packs_count(&options) && faults.n == 0;
    if (good) {
        print_literals(&r->literals);
        print_packs(r);
        print_regexes(r);
    } else {
        fprintf(stderr, "make_built_in: the built-in packs do not compile\n");
    }
    rules_free(r);
    return good && fflush(stdout) == 0 ? 0 : 1;
}
