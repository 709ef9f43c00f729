/* apply -- one small function per option: checks what was typed and stores it.
 * Only the options table refers to these. */
#ifndef CLI_APPLY_H
#define CLI_APPLY_H

#include "cli/options.h"

typedef enum copydesk_status apply_function(struct cli *cli, const struct option *o,
                                            const char *text, struct copydesk_error *error);

/* what goes in */
apply_function apply_include, apply_exclude, apply_separator, apply_max_article, apply_max_ratio, apply_input, apply_text_field,
               apply_id_field, apply_source_field;
/* what is removed */
apply_function apply_keep, apply_date_field;
apply_function apply_scope, apply_min_words, apply_min_chars, apply_drops, apply_strip, apply_rules,
               apply_near_paragraphs, apply_near_edits,
               apply_near, apply_preset, apply_jaccard, apply_containment, apply_max_removed, apply_min_articles, apply_min_share;
/* how text is split and spelt */
apply_function apply_from, apply_strict, apply_paragraphs, apply_between, apply_form, apply_repair;
/* where it goes, and what is recorded */
apply_function apply_write, apply_annotate, apply_keep_empty, apply_output, apply_threads, apply_memory,
               apply_dry_run, apply_journal, apply_stats,
               apply_metrics, apply_state, apply_window, apply_checksum, apply_sync, apply_before;
/* what is shown */
apply_function apply_clusters;
apply_function apply_quiet, apply_verbose, apply_progress, apply_color, apply_log, apply_json, apply_man,
               apply_completions, apply_short_help, apply_long_help, apply_version;

#endif
