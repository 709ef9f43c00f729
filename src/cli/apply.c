#include "cli/apply.h"

#include "cli/value.h"

/* ---- what goes in ---- */

static enum copydesk_status add_text(const struct option *o, const char *text, const char **list,
                                     size_t *n, struct copydesk_error *error)
{
    enum copydesk_status status = value_text(o, text, &list[*n], error);
    if (status == COPYDESK_OK)
        ++*n;
    return status;
}

enum copydesk_status apply_include(struct cli *cli, const struct option *o, const char *text,
                                   struct copydesk_error *error)
{
    return add_text(o, text, cli->include, &cli->run.n_include, error);
}

enum copydesk_status apply_exclude(struct cli *cli, const struct option *o, const char *text,
                                   struct copydesk_error *error)
{
    return add_text(o, text, cli->exclude, &cli->run.n_exclude, error);
}

enum copydesk_status apply_separator(struct cli *cli, const struct option *o, const char *text,
                                     struct copydesk_error *error)
{
    return value_text(o, text, &cli->run.separator, error);
}

enum copydesk_status apply_input(struct cli *cli, const struct option *o, const char *text,
                                 struct copydesk_error *error)
{
    unsigned choice = cli->run.input;
    enum copydesk_status status = value_choice(o, text, &choice, error);
    cli->run.input = (enum copydesk_format)choice;
    return status;
}

enum copydesk_status apply_text_field(struct cli *cli, const struct option *o, const char *text,
                                      struct copydesk_error *error)
{
    return value_text(o, text, &cli->run.text_field, error);
}

enum copydesk_status apply_id_field(struct cli *cli, const struct option *o, const char *text,
                                      struct copydesk_error *error)
{
    return value_text(o, text, &cli->run.id_field, error);
}

enum copydesk_status apply_source_field(struct cli *cli, const struct option *o, const char *text,
                                      struct copydesk_error *error)
{
    return value_text(o, text, &cli->run.source_field, error);
}

/* ---- what is removed ---- */

enum copydesk_status apply_scope(struct cli *cli, const struct option *o, const char *text,
                                 struct copydesk_error *error)
{
    unsigned choice = cli->run.scope;
    enum copydesk_status status = value_choice(o, text, &choice, error);
    cli->run.scope = (enum copydesk_scope)choice;
    return status;
}

enum copydesk_status apply_min_words(struct cli *cli, const struct option *o, const char *text,
                                     struct copydesk_error *error)
{
    return value_number(o, text, &cli->run.min_words, error);
}

enum copydesk_status apply_min_chars(struct cli *cli, const struct option *o, const char *text,
                                     struct copydesk_error *error)
{
    return value_number(o, text, &cli->run.min_chars, error);
}

enum copydesk_status apply_min_articles(struct cli *cli, const struct option *o, const char *text,
                                        struct copydesk_error *error)
{
    return value_number(o, text, &cli->run.min_articles, error);
}

enum copydesk_status apply_min_share(struct cli *cli, const struct option *o, const char *text,
                                     struct copydesk_error *error)
{
    return value_number(o, text, &cli->run.min_share, error);
}

enum copydesk_status apply_drops(struct cli *cli, const struct option *o, const char *text,
                                 struct copydesk_error *error)
{
    return value_text(o, text, &cli->run.drops, error);
}

enum copydesk_status apply_near_paragraphs(struct cli *cli, const struct option *o, const char *text,
                                           struct copydesk_error *error)
{
    unsigned choice = cli->run.near_paragraphs;
    enum copydesk_status status = value_choice(o, text, &choice, error);
    cli->run.near_paragraphs = (enum copydesk_near_action)choice;
    return status;
}

enum copydesk_status apply_near_edits(struct cli *cli, const struct option *o, const char *text,
                                      struct copydesk_error *error)
{
    return value_number(o, text, &cli->run.near_edits, error);
}

enum copydesk_status apply_strip(struct cli *cli, const struct option *o, const char *text,
                                 struct copydesk_error *error)
{
    return value_set(o, text, &cli->run.strip, error);
}

enum copydesk_status apply_rules(struct cli *cli, const struct option *o, const char *text,
                                 struct copydesk_error *error)
{
    return add_text(o, text, cli->rules, &cli->run.n_rules, error);
}

enum copydesk_status apply_max_removed(struct cli *cli, const struct option *o, const char *text,
                                       struct copydesk_error *error)
{
    return value_number(o, text, &cli->run.max_removed, error);
}

enum copydesk_status apply_near(struct cli *cli, const struct option *o, const char *text,
                                struct copydesk_error *error)
{
    unsigned choice = cli->run.near;
    enum copydesk_status status = value_choice(o, text, &choice, error);
    cli->run.near = (enum copydesk_near_action)choice;
    return status;
}

enum copydesk_status apply_keep(struct cli *cli, const struct option *o, const char *text,
                                struct copydesk_error *error)
{
    unsigned choice = cli->run.keep;
    enum copydesk_status status = value_choice(o, text, &choice, error);
    cli->run.keep = (enum copydesk_keep)choice;
    return status;
}

enum copydesk_status apply_date_field(struct cli *cli, const struct option *o, const char *text,
                                      struct copydesk_error *error)
{
    return value_text(o, text, &cli->run.date_field, error);
}

enum copydesk_status apply_preset(struct cli *cli, const struct option *o, const char *text,
                                  struct copydesk_error *error)
{
    unsigned choice = cli->run.near_preset;
    enum copydesk_status status = value_choice(o, text, &choice, error);
    cli->run.near_preset = (enum copydesk_near_preset)choice;
    return status;
}

enum copydesk_status apply_jaccard(struct cli *cli, const struct option *o, const char *text,
                                   struct copydesk_error *error)
{
    return value_share(o, text, &cli->run.near_jaccard, error);
}

enum copydesk_status apply_containment(struct cli *cli, const struct option *o, const char *text,
                                       struct copydesk_error *error)
{
    return value_share(o, text, &cli->run.near_containment, error);
}

/* ---- how text is split and spelt ---- */

enum copydesk_status apply_from(struct cli *cli, const struct option *o, const char *text,
                                struct copydesk_error *error)
{
    return value_text(o, text, &cli->run.from, error);
}

enum copydesk_status apply_strict(struct cli *cli, const struct option *o, const char *text,
                                  struct copydesk_error *error)
{
    (void)o;
    (void)text;
    (void)error;
    cli->run.strict = true;
    return COPYDESK_OK;
}

enum copydesk_status apply_paragraphs(struct cli *cli, const struct option *o, const char *text,
                                      struct copydesk_error *error)
{
    unsigned choice = cli->run.paragraphs;
    enum copydesk_status status = value_choice(o, text, &choice, error);
    cli->run.paragraphs = (enum copydesk_paragraphs)choice;
    return status;
}

enum copydesk_status apply_between(struct cli *cli, const struct option *o, const char *text,
                                   struct copydesk_error *error)
{
    unsigned choice = cli->run.between;
    enum copydesk_status status = value_choice(o, text, &choice, error);
    cli->run.between = (enum copydesk_between)choice;
    return status;
}

enum copydesk_status apply_form(struct cli *cli, const struct option *o, const char *text,
                                struct copydesk_error *error)
{
    unsigned choice = cli->run.form;
    enum copydesk_status status = value_choice(o, text, &choice, error);
    cli->run.form = (enum copydesk_form)choice;
    return status;
}

enum copydesk_status apply_repair(struct cli *cli, const struct option *o, const char *text,
                                  struct copydesk_error *error)
{
    /* the bit of the form stands outside the names: --form switches it */
    unsigned form = cli->run.repairs & 1u << COPYDESK_FIX_FORM;
    unsigned named = cli->run.repairs & ~form;
    enum copydesk_status status = value_set(o, text, &named, error);
    cli->run.repairs = named | form;
    return status;
}

/* ---- where it goes, and what is recorded ---- */

enum copydesk_status apply_write(struct cli *cli, const struct option *o, const char *text,
                                 struct copydesk_error *error)
{
    unsigned choice = cli->run.write;
    enum copydesk_status status = value_choice(o, text, &choice, error);
    cli->run.write = (enum copydesk_format)choice;
    return status;
}

enum copydesk_status apply_annotate(struct cli *cli, const struct option *o, const char *text,
                                    struct copydesk_error *error)
{
    (void)o, (void)text, (void)error;
    cli->run.annotate = true;
    return COPYDESK_OK;
}

enum copydesk_status apply_keep_empty(struct cli *cli, const struct option *o, const char *text,
                                      struct copydesk_error *error)
{
    (void)o, (void)text, (void)error;
    cli->run.keep_empty = true;
    return COPYDESK_OK;
}

enum copydesk_status apply_output(struct cli *cli, const struct option *o, const char *text,
                                  struct copydesk_error *error)
{
    return value_text(o, text, &cli->run.output, error);
}

enum copydesk_status apply_threads(struct cli *cli, const struct option *o, const char *text,
                                   struct copydesk_error *error)
{
    return value_number(o, text, &cli->run.threads, error);
}

enum copydesk_status apply_memory(struct cli *cli, const struct option *o, const char *text,
                                  struct copydesk_error *error)
{
    return value_size(o, text, &cli->run.memory, error);
}

enum copydesk_status apply_max_article(struct cli *cli, const struct option *o, const char *text,
                                       struct copydesk_error *error)
{
    size_t size;
    enum copydesk_status status = value_size(o, text, &size, error);
    if (status == COPYDESK_OK)
        cli->run.max_article = size;
    return status;
}

enum copydesk_status apply_max_ratio(struct cli *cli, const struct option *o, const char *text,
                                     struct copydesk_error *error)
{
    return value_number(o, text, &cli->run.max_ratio, error);
}

enum copydesk_status apply_dry_run(struct cli *cli, const struct option *o, const char *text,
                                   struct copydesk_error *error)
{
    (void)o, (void)text, (void)error;
    cli->run.dry_run = true;
    return COPYDESK_OK;
}

enum copydesk_status apply_journal(struct cli *cli, const struct option *o, const char *text,
                                   struct copydesk_error *error)
{
    return value_file(o, text, &cli->run.journal, error);
}

enum copydesk_status apply_stats(struct cli *cli, const struct option *o, const char *text,
                                 struct copydesk_error *error)
{
    return value_file(o, text, &cli->run.stats, error);
}

enum copydesk_status apply_metrics(struct cli *cli, const struct option *o, const char *text,
                                   struct copydesk_error *error)
{
    return value_file(o, text, &cli->run.metrics, error);
}

enum copydesk_status apply_state(struct cli *cli, const struct option *o, const char *text,
                                 struct copydesk_error *error)
{
    return value_text(o, text, &cli->run.state, error);
}

enum copydesk_status apply_window(struct cli *cli, const struct option *o, const char *text,
                                  struct copydesk_error *error)
{
    return value_time(o, text, &cli->run.window, error);
}

enum copydesk_status apply_checksum(struct cli *cli, const struct option *o, const char *text,
                                    struct copydesk_error *error)
{
    (void)o, (void)text, (void)error;
    cli->run.checksum = true;
    return COPYDESK_OK;
}

enum copydesk_status apply_sync(struct cli *cli, const struct option *o, const char *text,
                                struct copydesk_error *error)
{
    unsigned choice = cli->run.sync;
    enum copydesk_status status = value_choice(o, text, &choice, error);
    cli->run.sync = (enum copydesk_sync)choice;
    return status;
}

enum copydesk_status apply_before(struct cli *cli, const struct option *o, const char *text,
                                  struct copydesk_error *error)
{
    cli->has_before = true;
    return value_date(o, text, &cli->before, error);
}

/* ---- what is shown ---- */

enum copydesk_status apply_clusters(struct cli *cli, const struct option *o, const char *text,
                                    struct copydesk_error *error)
{
    (void)o, (void)text, (void)error;
    cli->clusters = true;
    return COPYDESK_OK;
}

enum copydesk_status apply_quiet(struct cli *cli, const struct option *o, const char *text,
                                 struct copydesk_error *error)
{
    (void)o, (void)text, (void)error;
    cli->loudness = LOUD_QUIET;
    return COPYDESK_OK;
}

enum copydesk_status apply_verbose(struct cli *cli, const struct option *o, const char *text,
                                   struct copydesk_error *error)
{
    (void)o, (void)text, (void)error;
    cli->loudness = LOUD_VERBOSE;
    return COPYDESK_OK;
}

enum copydesk_status apply_progress(struct cli *cli, const struct option *o, const char *text,
                                    struct copydesk_error *error)
{
    unsigned choice = cli->progress;
    enum copydesk_status status = value_choice(o, text, &choice, error);
    cli->progress = (enum when)choice;
    return status;
}

enum copydesk_status apply_color(struct cli *cli, const struct option *o, const char *text,
                                 struct copydesk_error *error)
{
    unsigned choice = cli->color;
    enum copydesk_status status = value_choice(o, text, &choice, error);
    cli->color = (enum when)choice;
    return status;
}

enum copydesk_status apply_log(struct cli *cli, const struct option *o, const char *text,
                               struct copydesk_error *error)
{
    unsigned choice = cli->log;
    enum copydesk_status status = value_choice(o, text, &choice, error);
    cli->log = (enum log_form)choice;
    return status;
}

enum copydesk_status apply_json(struct cli *cli, const struct option *o, const char *text,
                                struct copydesk_error *error)
{
    (void)o, (void)text, (void)error;
    cli->json = true;
    return COPYDESK_OK;
}

enum copydesk_status apply_man(struct cli *cli, const struct option *o, const char *text,
                               struct copydesk_error *error)
{
    (void)o, (void)text, (void)error;
    cli->man = true;
    return COPYDESK_OK;
}

enum copydesk_status apply_completions(struct cli *cli, const struct option *o, const char *text,
                                       struct copydesk_error *error)
{
    unsigned choice = cli->shell;
    enum copydesk_status status = value_choice(o, text, &choice, error);
    cli->shell = (enum shell)choice;
    return status;
}

enum copydesk_status apply_short_help(struct cli *cli, const struct option *o, const char *text,
                                      struct copydesk_error *error)
{
    (void)o, (void)text, (void)error;
    cli->show = SHOW_SHORT_HELP;
    return COPYDESK_OK;
}

enum copydesk_status apply_long_help(struct cli *cli, const struct option *o, const char *text,
                                     struct copydesk_error *error)
{
    (void)o, (void)text, (void)error;
    cli->show = SHOW_LONG_HELP;
    return COPYDESK_OK;
}

enum copydesk_status apply_version(struct cli *cli, const struct option *o, const char *text,
                                   struct copydesk_error *error)
{
    (void)o, (void)text, (void)error;
    cli->show = SHOW_VERSION;
    return COPYDESK_OK;
}
