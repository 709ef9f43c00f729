/* ledger -- what a state knows of articles and runs, in SQLite: the only file
 * that touches it. Its transaction is the one point at which a run counts.
 *
 * Articles have numbers, from 1, never given twice; keys name their owner by
 * number. An article that is no longer as it was gets a new number, and the
 * row of the old one goes: a number without a row is dead, and so are its keys.
 *
 * An article "leans" on another, the owner, when text of it was dropped because that
 * one has it. When the owner goes, those that lean on it may become stale.
 *
 * Failures stick: after one, look-ups find nothing and changes do nothing, and
 * ledger_check says what it was. So ask once, before acting for good on what was
 * found. May be used from many threads. */
#ifndef DEDUPE_LEDGER_H
#define DEDUPE_LEDGER_H

#include "base/buf.h"
#include "base/hash.h"
#include "copydesk.h"

struct state_ledger;

enum { LEDGER_VERSION = 3 };   /* of the tables; a ledger of a later one is refused */

/* Whether this build has SQLite; to be asked before anything else. False: error says so. */
bool ledger_is_built(struct copydesk_error *error);

/* Opens the file, and makes it when `create`. NULL on failure, error filled. */
struct state_ledger *ledger_open(const char *path, bool create, struct copydesk_error *error);

enum { LEDGER_MAP = 256 << 20 };   /* bytes of its file that are mapped into memory, at most */

/* Maps no more than `most` bytes of its file from now on, nor more than LEDGER_MAP. */
void ledger_map(struct state_ledger *l, size_t most);

void ledger_close(struct state_ledger *l);   /* what was not committed is undone; NULL is fine */

/* COPYDESK_OK, or the first failure. */
enum copydesk_status ledger_check(struct state_ledger *l, struct copydesk_error *error);

/* Makes it fail, when it has not yet: a file that it names cannot be read, with this errno. */
void ledger_mind(struct state_ledger *l, int code);

/* ---- facts: names and values; the profile is made of them ---- */

/* The fact that no profile has: outputs that a run removes, told before it does. */
#define LEDGER_IN_WAY "outputs in the way"

bool ledger_fact(struct state_ledger *l, const char *name, struct buf *value);   /* appends; false: there is none */
void ledger_set_fact(struct state_ledger *l, const char *name, struct slice value);

/* ---- articles ---- */

/* For wrote_at: a record, which shares its output with others. That has a row of its own,
 * a part of the same file, whose id is its name. */
#define LEDGER_NO_FILE (-1)

struct ledger_article {
    uint32_t number;
    struct slice id;           /* bytes */
    struct slice file;         /* the input that it is part of; empty: the id */
    uint64_t size;             /* of a folder's file, bytes; else 0 */
    int64_t mtime;             /* of it, nanoseconds; 0: not to be relied upon */
    struct key hash;           /* of its input as it came */
    uint64_t run;              /* in which it got its number; 0: it is forgotten, and does not count */
    uint64_t wrote;            /* bytes of clean text */
    int64_t wrote_at;          /* time of change of the file that holds it, nanoseconds; 0: not known, or LEDGER_NO_FILE */
    bool stale;                /* text that it lost may stand nowhere else any more: to be cleaned again */
    uint32_t near;             /* the kept article that it was nearly, */
    unsigned near_side;        /* and on which side (near.h); 0: none */
};

uint64_t ledger_articles(struct state_ledger *l);      /* how many count: origins and shared outputs, which have rows too, are none */
bool ledger_is_article(struct state_ledger *l, uint32_t number);   /* true also of one that is forgotten, false when it is dead */
uint64_t ledger_next_number(struct state_ledger *l);   /* 1 or more */

/* The article with this id, of several the first; a's slices are not set. */
bool ledger_find(struct state_ledger *l, struct slice id, struct ledger_article *a);

/* The one with this id and this input, of several the first. */
bool ledger_find_input(struct state_ledger *l, struct slice id, struct key hash, struct ledger_article *a);

/* The file of that id: an article that is part of no other one, or the origin
 * of several. */
bool ledger_find_file(struct state_ledger *l, struct slice id, struct ledger_article *a);

/* The part of that file with this id and this input, of several the first. */
bool ledger_find_part(struct state_ledger *l, struct slice file, struct slice id, struct key hash,
                      struct ledger_article *a);

/* The article of the next larger number that has the same id, input and file as this one. */
bool ledger_find_twin(struct state_ledger *l, uint32_t number, struct ledger_article *a);

/* The same as ledger_find_file, but cheap for ids that come in bytewise order, as one
 * scan moves along with them. Called by one thread at a time. */
bool ledger_follow(struct state_ledger *l, struct slice id, struct ledger_article *a);

/* Appends the id of a number; false when it is dead. */
bool ledger_id(struct state_ledger *l, uint32_t number, struct buf *id);

/* Appends the file whose records share the output that the number stands for; false: it
 * stands for something else. */
bool ledger_sharing(struct state_ledger *l, uint32_t number, struct buf *file);

/* Calls each with the number of every article of a run that began at `since`
 * (seconds since 1970) or later; 0: of all that are not forgotten. */
typedef void ledger_each(void *payload, uint32_t number);
void ledger_numbers(struct state_ledger *l, int64_t since, ledger_each *each, void *payload);

/* The articles that are part of this file, the one that goes by its name too. */
void ledger_of_file(struct state_ledger *l, struct slice file, ledger_each *each, void *payload);

/* The same for all files whose output may go by that name: the file of it, and those that have a part of it.
 * One may be called for several times. */
void ledger_of_output(struct state_ledger *l, struct slice name, ledger_each *each, void *payload);

/* The articles that have the id and the file of that number, itself too. */
void ledger_namesakes(struct state_ledger *l, uint32_t number, ledger_each *each, void *payload);

/* Calls each with the outputs of a file's parts, until it says false, and returns what it
 * said last; true when there are none. */
typedef bool ledger_output(void *payload, struct slice id, uint64_t wrote, int64_t wrote_at);
bool ledger_outputs(struct state_ledger *l, struct slice file, ledger_output *each, void *payload);

/* The articles that lean on `owner`. */
void ledger_leaning(struct state_ledger *l, uint32_t owner, ledger_each *each, void *payload);

/* The articles below a folder, named without a '/' at the end, or the article of that
 * name; and the parts of these. */
void ledger_below(struct state_ledger *l, struct slice path, ledger_each *each, void *payload);

/* ---- text streams that are files ---- */

struct ledger_stream { uint64_t size; int64_t mtime; struct key hash; bool hashed; };
bool ledger_stream(struct state_ledger *l, struct slice file, struct ledger_stream *s);

/* ---- runs ---- */

struct ledger_run {
    uint64_t run;              /* from 1 */
    int64_t began, ended;      /* seconds since 1970 */
    uint64_t articles, unchanged, written, bytes_in, bytes_out;
};
uint64_t ledger_runs(struct state_ledger *l);          /* the number of the last; 0: none */
bool ledger_last_run(struct state_ledger *l, struct ledger_run *run);

/* ---- files: key runs, near runs ---- */

enum ledger_kind { LEDGER_KEYS, LEDGER_NEARS, LEDGER_KINDS };

struct ledger_file {
    uint64_t file;             /* the number in its name: newer files have larger ones */
    uint64_t entries;          /* keys; or sets of articles */
    uint64_t bytes;
};

/* Fills list with those of one kind, the oldest first, `most` of them at most; returns how many. */
size_t ledger_files(struct state_ledger *l, enum ledger_kind kind, struct ledger_file *list, size_t most);

/* The number of the newest; 0: there is none. */
uint64_t ledger_newest(struct state_ledger *l, enum ledger_kind kind);

/* *kept: bytes that the journal had when the last run that wrote it was committed. False: it is not known. */
bool ledger_journal(struct state_ledger *l, struct slice path, uint64_t *kept);

/* Whether a run that was not committed was about to make it so long. */
bool ledger_renames(struct state_ledger *l, struct slice path, uint64_t size);

/* ---- changes, between begin and commit ---- */

void ledger_begin(struct state_ledger *l);
enum copydesk_status ledger_commit(struct state_ledger *l, struct copydesk_error *error);

void ledger_put(struct state_ledger *l, const struct ledger_article *a);   /* replaces its number's row */
void ledger_put_mtime(struct state_ledger *l, uint32_t number, int64_t mtime);
void ledger_put_stale(struct state_ledger *l, uint32_t number);
void ledger_put_lean(struct state_ledger *l, uint32_t owner, uint32_t article);
void ledger_hand_leans(struct state_ledger *l, uint32_t from, uint32_t owner);   /* those that lean on `from` lean on owner, too */
void ledger_put_stream(struct state_ledger *l, struct slice file, const struct ledger_stream *s);
void ledger_put_run(struct state_ledger *l, const struct ledger_run *run);
void ledger_put_file(struct state_ledger *l, enum ledger_kind kind, const struct ledger_file *file);
void ledger_put_journal(struct state_ledger *l, struct slice path, uint64_t kept);
void ledger_put_rename(struct state_ledger *l, struct slice path, uint64_t size);
void ledger_drop_renames(struct state_ledger *l, struct slice path);
/* It is dead. Those that lean on it become stale, and the file that it is part of. */
void ledger_drop(struct state_ledger *l, uint32_t number);

/* Forgets the articles that got their numbers in runs that began before that second: they
 * are dead, and nobody becomes stale. Files on which articles lean stay with all of their
 * parts, as of run 0, so that those are woken when such a one dies; until nobody leans on them any more
 * when this is called again. */
void ledger_forget(struct state_ledger *l, int64_t before);
void ledger_drop_file(struct state_ledger *l, enum ledger_kind kind, uint64_t file);

/* Takes over what the ledger at `from` has, its article numbers raised by `numbers` and
 * its run numbers by `runs`; begins the transaction. Articles that both know (by id and
 * input; a file by its id) are left out, and those that leaned on them become stale.
 * Facts that this ledger does not have are taken over, too. */
void ledger_take(struct state_ledger *l, const char *from, uint32_t numbers, uint64_t runs);

/* Appends the name of a fact about which two ledgers differ; false: there is none. */
bool ledger_differ(struct state_ledger *l, struct state_ledger *other, struct buf *name);

/* Gives back the room of what was dropped; not between begin and commit. */
void ledger_compact(struct state_ledger *l);

#endif
