/* make_built_in -- prints what is learned of the built-in packs as C: their literals,
 * and the openings of their regexes. Build-time program, of all files of the library but
 * built_in.c. */
#include <inttypes.h>
#include <stdio.h>

#include "strip/ruleset.h"

/* The run that fills the table has none to stand upon. */
const struct literals *literals_built_in(void)
{
    return NULL;
}

const struct opening *openings_built_in(size_t n, size_t *found)
{
    (void)n;
    (void)found;
    return NULL;
}

static void tell(void *payload, const struct copydesk_error *fault)
{
    (void)payload;
    fprintf(stderr, "make_built_in: %s:%llu: %s\n", fault->path, (unsigned long long)fault->line, fault->reason);
}

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
            printf("    [%zu] = { { .hi = 0x%" PRIX64 ", .lo = 0x%" PRIX64 " }, %" PRIu32 ", %" PRIu32 " },\n", i,
                   t->slots[i].key.hi, t->slots[i].key.lo, t->slots[i].rule, t->slots[i].shape);
    printf("};\n");
    print_numbers("static uint64_t FILTER[] =", t->filter, (t->mask + 1) / 16);
    printf(";\nstatic const struct literals LITERALS = {\n    .slots = SLOTS, .mask = %zu, .n = %zu, .max_chars = %" PRIu32 ", .filter = FILTER,\n",
           t->mask, t->n, t->max_chars);
    print_numbers("    .lengths =", t->lengths, sizeof t->lengths / sizeof *t->lengths);
    printf(",\n};\n");
}

/* Of all regexes one behind the other, and where those of each end. */
static void print_openings(const struct rules *r)
{
    struct opening found[OPENINGS_MOST];
    struct buf ends = { 0 };
    size_t end = 0;
    printf("static const struct opening OPENINGS[] = {\n");
    for (size_t i = 0; i < r->n_regexes; i++) {
        size_t n = openings_of(r->regexes[i].pattern, found);
        for (size_t k = 0; k < n; k++)
            printf("    { 0x%" PRIX64 ", %d, %d },\n", found[k].head, found[k].bytes, found[k].marked);
        end += n;
        buf_addf(&ends, " %zu,", end);
    }
    printf("};\nstatic const uint32_t ENDS[] = {%s };\n", buf_str(&ends));
    buf_release(&ends);
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
        print_openings(r);
    } else {
        fprintf(stderr, "make_built_in: the built-in packs do not compile\n");
    }
    rules_free(r);
    return good && fflush(stdout) == 0 ? 0 : 1;
}
