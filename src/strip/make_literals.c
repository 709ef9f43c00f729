/* make_literals -- prints the literals of the built-in packs as C. Build-time
 * program, of all files of the library but literals_built_in.c. */
#include <inttypes.h>
#include <stdio.h>

#include "strip/ruleset.h"

/* The run that fills the table has none to stand upon. */
const struct literals *literals_built_in(void)
{
    return NULL;
}

static void tell(void *payload, const struct copydesk_error *fault)
{
    (void)payload;
    fprintf(stderr, "make_literals: %s:%llu: %s\n", fault->path, (unsigned long long)fault->line, fault->reason);
}

static void print_numbers(const char *name, const uint64_t *numbers, size_t n)
{
    printf("    .%s = {", name);
    for (size_t i = 0; i < n; i++)
        printf("%s 0x%" PRIX64 ",", i % 8 ? "" : "\n       ", numbers[i]);
    printf("\n    },\n");
}

static void print(const struct literals *t)
{
    printf("static struct literal SLOTS[%zu] = {   /* nobody writes them */\n", t->mask + 1);
    for (size_t i = 0; i <= t->mask; i++)
        if (t->slots[i].rule)
            printf("    [%zu] = { { .hi = 0x%" PRIX64 ", .lo = 0x%" PRIX64 " }, %" PRIu32 ", %" PRIu32 " },\n", i,
                   t->slots[i].key.hi, t->slots[i].key.lo, t->slots[i].rule, t->slots[i].shape);
    printf("};\n");
    printf("static const struct literals BUILT_IN = {\n    .slots = SLOTS, .mask = %zu, .n = %zu, .max_chars = %" PRIu32 ",\n",
           t->mask, t->n, t->max_chars);
    print_numbers("lengths", t->lengths, sizeof t->lengths / sizeof *t->lengths);
    print_numbers("filter", t->filter, sizeof t->filter / sizeof *t->filter);
    printf("};\n");
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
    if (good)
        print(&r->literals);
    else
        fprintf(stderr, "make_literals: the built-in packs do not compile\n");
    rules_free(r);
    return good && fflush(stdout) == 0 ? 0 : 1;
}
