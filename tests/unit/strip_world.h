/* strip_world -- rules and what is needed to look at articles with them, for tests of strip. */
#ifndef UNIT_STRIP_WORLD_H
#define UNIT_STRIP_WORLD_H

#include <unistd.h>

#include "para_of.h"
#include "strip/strip.h"

enum { MAX_LINES = 64 };

struct world {
    struct rules *rules;
    struct strip_scratch *scratch;
    struct notices notices;
    size_t n_notices;
    char last_notice[512];
};

static void count_notice(void *payload, const struct copydesk_error *what)
{
    struct world *w = payload;
    w->n_notices++;
    snprintf(w->last_notice, sizeof w->last_notice, "%s", what->reason);
}

static struct copydesk_observer observer;   /* as the notices want it: outlives them */

static inline void open_world(struct world *w, unsigned strip, const char *file)
{
    const char *files[] = { file };
    struct copydesk_options options = { .strip = strip, .rules = files, .n_rules = file ? 1 : 0 };
    struct copydesk_error error;
    *w = (struct world){ .rules = rules_open(&options, &error) };
    if (!w->rules)
        fail_msg("%s:%llu: %s", error.path, (unsigned long long)error.line, error.reason);
    w->scratch = strip_scratch_new(w->rules);
    assert_non_null(w->scratch);
    observer = (struct copydesk_observer){ .payload = w, .notice = count_notice };
    notices_init(&w->notices, &observer);
}

/* A world with the built-in packs and this one. */
static inline void open_pack(struct world *w, const char *pack)
{
    char path[] = "/tmp/copydesk-pack-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, pack, strlen(pack)), (long)strlen(pack));
    close(fd);
    open_world(w, COPYDESK_STRIP_DEFAULT, path);
    unlink(path);
}

static inline void close_world(struct world *w)
{
    strip_scratch_free(w->scratch);
    rules_free(w->rules);
    notices_release(&w->notices);
}

/* An article of lines, NULL at the end, looked at by all rules. */
static inline size_t find(struct world *w, const char *const *lines, const char *source, struct para *paras)
{
    size_t n = 0;
    for (; lines[n]; n++) {
        assert_true(n < MAX_LINES);
        paras[n] = para_of(lines[n]);
    }
    struct article article = { .source = slice_str(source) };
    strip_find(w->rules, w->scratch, &article, paras, n);
    return n;
}

/* The rule that takes line number i of the article, or NULL. */
static inline const char *taken(struct world *w, const struct para *p)
{
    return p->action == COPYDESK_DROP ? rules_name(w->rules, p->rule - 1u) : NULL;
}

#define PROSE "The council of the harbour town met on Monday to talk about the boats that nobody wants."
#define MORE_PROSE "Nobody was sure what the mayor would say to the owners of the three boats in the end."

#endif
