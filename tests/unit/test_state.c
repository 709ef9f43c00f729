/* state: however many files earlier runs have left unmerged, none that the ledger
 * names is lost. */
#include "folder.h"

#include <dirent.h>
#include <errno.h>
#include <sys/stat.h>

#include "base/error.h"
#include "dedupe/state/state_near.h"
#include "dedupe/state/state_parts.h"

enum { ARTICLES = 200 };

static void clear_folder(void)
{
    DIR *dir = opendir(folder);
    assert_non_null(dir);
    for (struct dirent *d; (d = readdir(dir));)
        if (d->d_name[0] != '.')
            unlinkat(dirfd(dir), d->d_name, 0);
    closedir(dir);
}

static struct state *open_state(void)
{
    struct copydesk_error error = { 0 };
    struct state *s = state_open(folder, true, 0, &error);
    if (!s)
        print_error("%s\n", error.reason);
    assert_non_null(s);
    return s;
}

/* With articles 1 to ARTICLES. */
static struct state *fresh_state(void)
{
    struct copydesk_error error;
    char text[16];
    clear_folder();
    struct state *s = open_state();
    ledger_begin(s->ledger);
    for (uint32_t i = 1; i <= ARTICLES; i++) {
        snprintf(text, sizeof text, "%u", i);
        ledger_put(s->ledger, &(struct ledger_article){ .number = i, .id = slice_str(text), .hash = { 1, i }, .run = 1 });
    }
    snprintf(text, sizeof text, "%d", ARTICLES + 1);
    ledger_set_fact(s->ledger, "next_number", slice_str(text));
    assert_int_equal(ledger_commit(s->ledger, &error), COPYDESK_OK);
    state_close(s);
    return open_state();
}

static struct slice paragraphs_of(uint32_t number, char text[16])
{
    return slice_of(text, (size_t)snprintf(text, 16, "article %u", number));
}

/* Adds n articles from the given one on, each in a file of its own, as a run does
 * before its ledger is committed. */
static enum copydesk_status add_files(struct state *s, uint32_t first, uint32_t n, struct copydesk_error *error)
{
    char text[16];
    enum copydesk_status status = COPYDESK_OK;
    struct state_near_writer *w = state_near_begin(s, 1, 1, error);
    if (!w)
        return COPYDESK_FAILED;
    for (uint32_t i = first; i < first + n && status == COPYDESK_OK; i++)
        status = state_near_add_paragraphs(w, i, paragraphs_of(i, text), error);
    if (status == COPYDESK_OK)
        return state_near_end(w, error);
    state_near_writer_free(w);
    return status;
}

static void check_articles(struct state *s, uint32_t n)
{
    struct copydesk_error error = { 0 };
    struct slice coded;
    char text[16];
    assert_int_equal(state_near_open(s, &error), COPYDESK_OK);
    for (uint32_t i = 1; i <= n; i++) {
        assert_int_equal(state_near_paragraphs_of(s, i, &coded, &error), COPYDESK_OK);
        assert_true(slice_equal(coded, paragraphs_of(i, text)));
    }
}

/* Runs that were never merged: the one that finds no room says so, and what there
 * is stays, until it is made one. */
static void near_files_without_room(void **state)
{
    (void)state;
    struct copydesk_error error = { 0 };
    struct state *s = fresh_state();
    for (uint32_t first = 1; first < RUNS_MOST; first += 32) {
        ledger_begin(s->ledger);
        assert_int_equal(add_files(s, first, RUNS_MOST + 2 - first, &error), COPYDESK_FAILED);
        state_close(s);            /* not committed */
        s = open_state();
        ledger_begin(s->ledger);
        assert_int_equal(add_files(s, first, 32, &error), COPYDESK_OK);
        assert_int_equal(ledger_commit(s->ledger, &error), COPYDESK_OK);
    }
    assert_null(state_near_begin(s, 1, 0, &error));
    assert_non_null(strstr(error.reason, "state compact"));
    state_close(s);
    s = open_state();
    check_articles(s, RUNS_MOST);
    assert_int_equal(state_merge(s, true, &error), COPYDESK_OK);
    assert_int_equal(s->files[LEDGER_NEARS].n, 1);
    check_articles(s, RUNS_MOST);
    state_close(s);
}

/* A ledger that names more than there may be is no longer taken for a whole one,
 * and nothing is removed. */
static void too_many_are_told(void **state)
{
    (void)state;
    struct copydesk_error error = { 0 };
    char path[128];
    struct state *s = fresh_state();
    ledger_begin(s->ledger);
    assert_int_equal(add_files(s, 1, 32, &error), COPYDESK_OK);
    for (uint64_t file = 33; file < RUNS_MOST + 9; file++) {
        snprintf(path, sizeof path, "%s/near-%d.run", folder, (int)file);
        fclose(fopen(path, "w"));
        ledger_put_file(s->ledger, LEDGER_NEARS, &(struct ledger_file){ file, 1, 1 });
    }
    assert_int_equal(ledger_commit(s->ledger, &error), COPYDESK_OK);
    state_sweep(s);
    assert_int_equal(access(path, F_OK), 0);
    assert_int_equal(state_merge(s, true, &error), COPYDESK_FAILED);
    assert_int_equal(state_near_open(s, &error), COPYDESK_FAILED);
    state_close(s);
    assert_null(state_open(folder, true, 0, &error));
    assert_int_equal(access(path, F_OK), 0);
}

static enum copydesk_status add_key_run(struct state *s, uint32_t number, uint32_t owner, struct copydesk_error *error)
{
    struct key key = { number * UINT64_C(0x9E3779B97F4A7C15), 0 };
    struct keyrun_writer *k = state_keys_begin(s, 1, error);
    if (!k)
        return COPYDESK_FAILED;
    ledger_begin(s->ledger);
    assert_int_equal(keyrun_add(k, key, (struct place){ owner, 1 }, error), COPYDESK_OK);
    assert_int_equal(state_keys_end(s, k, error), COPYDESK_OK);
    return ledger_commit(s->ledger, error);
}

/* Nights on each of which merging failed. */
static void key_files_without_room(void **state)
{
    (void)state;
    struct copydesk_error error = { 0 };
    struct state *s = fresh_state();
    for (uint32_t i = 1; i <= RUNS_MOST + 4; i++) {
        assert_int_equal(add_key_run(s, i, i, &error) == COPYDESK_OK, i <= RUNS_MOST);
        state_close(s);
        s = open_state();
    }
    assert_non_null(strstr(error.reason, "state compact"));
    assert_int_equal(s->files[LEDGER_KEYS].n, RUNS_MOST);
    assert_int_equal(state_merge(s, true, &error), COPYDESK_OK);
    assert_int_equal(state_keys_open(s, &error), COPYDESK_OK);
    for (uint32_t i = 1; i <= RUNS_MOST; i++) {
        struct key key = { i * UINT64_C(0x9E3779B97F4A7C15), 0 };
        struct place place;
        state_find(s, &key, 1, 0, &place);
        assert_int_equal(place.article, i);
    }
    state_close(s);
}

/* One paragraph a file, below in/; text says which version. */
static void clean_files(const char *text)
{
    struct copydesk_options o;
    struct copydesk_error error;
    char in[128], out[128], path[160];
    const char *paths[] = { in };
    snprintf(in, sizeof in, "%s-in", folder);
    snprintf(out, sizeof out, "%s-out", folder);
    mkdir(in, 0777);
    for (int i = 0; i < 3; i++) {
        snprintf(path, sizeof path, "%s/%d.txt", in, i);
        FILE *f = fopen(path, "w");
        assert_non_null(f);
        fprintf(f, "The ferry number %d to the island of %s was cancelled on Monday because of the %s storm, "
                "and %d people were left behind on the pier at night, officials said.\n", i, text, text, i + 40);
        fclose(f);
    }
    copydesk_options_init(&o);
    o.state = folder;
    o.scope = COPYDESK_SCOPE_CORPUS;
    o.near_paragraphs = COPYDESK_NEAR_DROP;
    o.paths = paths;
    o.n_paths = 1;
    o.output = out;
    o.max_removed = 100;
    assert_int_equal(copydesk_run(&o, NULL, NULL, &error), COPYDESK_OK);
}

static void remove_files(void)
{
    char command[160];
    snprintf(command, sizeof command, "rm -rf %s-in %s-out", folder, folder);
    assert_int_equal(system(command), 0);
}

/* Where runs were ended before they came to merging, the next one does that. */
static void a_run_merges_what_was_left(void **state)
{
    (void)state;
    struct copydesk_error error = { 0 };
    clear_folder();
    clean_files("Arran");
    struct state *s = open_state();
    uint32_t next = (uint32_t)state_next_number(s);
    struct state_near_writer *w;
    ledger_begin(s->ledger);
    while (state_list(s, LEDGER_NEARS, &error) == COPYDESK_OK && s->files[LEDGER_NEARS].n < RUNS_MOST) {
        assert_non_null(w = state_near_begin(s, 1, 0, &error));
        assert_int_equal(state_near_add_paragraphs(w, next - 1, SLICE(""), &error), COPYDESK_OK);
        assert_int_equal(state_near_end(w, &error), COPYDESK_OK);
    }
    assert_int_equal(ledger_commit(s->ledger, &error), COPYDESK_OK);
    while (s->files[LEDGER_KEYS].n < RUNS_MOST) {
        assert_int_equal(add_key_run(s, next - 1, next - 1, &error), COPYDESK_OK);
        state_close(s);
        s = open_state();
    }
    state_close(s);
    clean_files("Bute");
    s = open_state();
    assert_in_range(s->files[LEDGER_NEARS].n, 1, STATE_RUNS);
    assert_in_range(s->files[LEDGER_KEYS].n, 1, STATE_RUNS);
    assert_int_equal(state_near_open(s, &error), COPYDESK_OK);
    for (uint32_t i = 1; i < state_next_number(s); i++) {
        struct slice coded;
        assert_int_equal(state_near_paragraphs_of(s, i, &coded, &error), COPYDESK_OK);
        assert_true(!state_counts(s, i) || coded.len > 0);
    }
    state_close(s);
    remove_files();
}

/* Two articles have a paragraph, the later one because the first was too old for its run's
 * --window; and that one is forgotten. */
static void another_state_learns_who_is_left(void **state)
{
    (void)state;
    struct copydesk_error error = { 0 };
    struct key key = { UINT64_C(0x9E3779B97F4A7C15), 0 };
    struct place place;
    char other[64];
    uint64_t forgotten;
    struct state *s = fresh_state();
    assert_int_equal(add_key_run(s, 1, 1, &error), COPYDESK_OK);
    assert_int_equal(add_key_run(s, 1, 2, &error), COPYDESK_OK);
    state_close(s);
    assert_int_equal(copydesk_state_forget(folder, "2", 0, &forgotten, &error), COPYDESK_OK);
    assert_int_equal(forgotten, 1);
    snprintf(other, sizeof other, "%s-out", folder);
    assert_int_equal(copydesk_state_merge(other, folder, &error), COPYDESK_OK);
    s = state_open(other, true, 0, &error);
    assert_non_null(s);
    state_find(s, &key, 1, 0, &place);
    assert_int_equal(place.article, 1);
    state_close(s);
    remove_files();
}

/* A key run that has become unreadable while it is asked owns nothing, and the ledger says why. */
static void a_run_that_cannot_be_read_is_told(void **state)
{
    (void)state;
    struct copydesk_error error = { 0 };
    struct key key = { UINT64_C(0x9E3779B97F4A7C15), 0 };
    struct place place;
    char path[128];
    struct state *s = fresh_state();
    assert_int_equal(add_key_run(s, 1, 1, &error), COPYDESK_OK);
    state_close(s);
    s = open_state();
    state_hold(s, 1);   /* so small that the run is read, not mapped */
    snprintf(path, sizeof path, "%s/keys-1.run", folder);
    assert_int_equal(truncate(path, 1), 0);
    state_find(s, &key, 1, 0, &place);
    assert_int_equal(place.article, 0);
    assert_int_equal(ledger_check(s->ledger, &error), COPYDESK_FAILED);
    assert_non_null(strstr(error.reason, "cannot be read"));
    state_close(s);
}

/* What another version wrote is as old in a backup: that is not the advice. */
static void an_old_near_run_is_told(void **state)
{
    (void)state;
    struct copydesk_error error = { 0 };
    char path[128];
    struct state *s = fresh_state();
    ledger_begin(s->ledger);
    assert_int_equal(add_files(s, 1, 1, &error), COPYDESK_OK);
    assert_int_equal(ledger_commit(s->ledger, &error), COPYDESK_OK);
    snprintf(path, sizeof path, "%s/near-1.run", folder);
    FILE *f = fopen(path, "r+b");
    assert_non_null(f);
    assert_int_equal(fseek(f, 8, SEEK_SET), 0);   /* the version */
    fputc(2, f);
    fclose(f);
    assert_int_equal(state_near_open(s, &error), COPYDESK_FAILED);
    assert_non_null(strstr(error.reason, "begin another state"));
    assert_null(strstr(error.reason, "backup"));
    state_close(s);
}

/* A ledger that cannot be read tells no number for the next file: the first one of all would be replaced. */
static void no_number_is_made_up(void **state)
{
    (void)state;
    struct copydesk_error error = { 0 };
    struct state *s = fresh_state();
    assert_int_equal(add_key_run(s, 1, 1, &error), COPYDESK_OK);
    ledger_mind(s->ledger, EIO);
    assert_null(state_keys_begin(s, 1, &error));
    assert_int_equal(error.status, COPYDESK_FAILED);
    error = (struct copydesk_error){ 0 };
    assert_null(state_near_begin(s, 1, 1, &error));
    assert_int_equal(error.status, COPYDESK_FAILED);
    state_close(s);
}

int main(void)
{
    if (!ledger_is_built(NULL))
        return 0;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(near_files_without_room),
        cmocka_unit_test(too_many_are_told),
        cmocka_unit_test(key_files_without_room),
        cmocka_unit_test(a_run_merges_what_was_left),
        cmocka_unit_test(another_state_learns_who_is_left),
        cmocka_unit_test(a_run_that_cannot_be_read_is_told),
        cmocka_unit_test(an_old_near_run_is_told),
        cmocka_unit_test(no_number_is_made_up),
    };
    return cmocka_run_group_tests_name("state", tests, make_folder, remove_folder);
}
