/* article -- an article and its paragraphs, as they pass from step to step.
 * Plain data, open to all: each step fills the fields below its name, and reads
 * those above. All slices are borrowed from the batch (batch.h). */
#ifndef READ_ARTICLE_H
#define READ_ARTICLE_H

#include "base/hash.h"
#include "base/slice.h"
#include "copydesk.h"

/* Conditions under which a rule may take a paragraph; see strip/strip.h. */
enum { PARA_N_HITS = 6 };

struct para {
    /* split */
    struct slice raw;      /* its bytes in article.bytes, first to last character, no blanks around */
    uint64_t line;         /* 1-based line of the article on which raw starts */
    /* fold, after repair */
    struct slice text;     /* what is written: raw itself or its repaired form; empty: nothing was left */
    struct key key;        /* of the folded text; without FOLD_KEYED no sign that p repeats something */
    uint64_t head;         /* of it, too: text/head.h */
    uint32_t chars, words; /* of the folded text */
    uint16_t fold;         /* enum fold_flag */
    uint32_t repairs;      /* bits of enum copydesk_repair that changed something */
    /* spun: what it is compared by; NULL: it is not */
    const struct spun_text *spun;
    /* strip: under condition i, the number + 1 of the rule that would take it; 0: none */
    uint16_t hit[PARA_N_HITS];
    /* verdict; COPYDESK_KEEP until a step says otherwise. The first drop stays. */
    uint8_t action;        /* enum copydesk_action; EDIT is KEEP with another text: repairs, or cut by a rule (reason RULE) */
    uint8_t reason;        /* enum copydesk_reason */
    uint16_t rule;         /* rule number + 1 for COPYDESK_RULE; of an EDIT: the rule that cut */
    bool flagged;          /* kept, but nearly an earlier article's paragraph: first_id, first_line */
    uint32_t first_line;   /* where the first copy stands, for REPEAT, SEEN, NEAR_PARAGRAPH */
    uint32_t first_number; /* SEEN: its article's number in seen.h; 0: an article of an earlier run */
    struct slice first_id; /* its article; for REPEAT the article itself */
};

struct article {
    /* read */
    struct slice id;       /* names it in journal and output: path below the root, '/' between parts */
    struct slice source;   /* its directory below the root, "" for none; for rules of one source */
    struct slice file;     /* the input it is part of; the id, save where a text stream holds several */
    struct slice bytes;    /* its input (as UTF-8, when it was converted), or this piece of it, the separator line behind it included */
    size_t separator;      /* bytes of that separator line at the end of bytes; 0: none */
    uint64_t offset;       /* of bytes in the article's input; not 0 only in later pieces */
    uint64_t line;         /* of bytes[0] in the article; not 1 only in later pieces */
    uint64_t paragraph;    /* how many paragraphs earlier pieces have; set in turn */
    struct slice origin;   /* id of the folder's file of records or members that it comes out of; empty: none */
    uint64_t size;         /* of that origin, or of the article's own file in a folder: bytes when it was listed, */
    int64_t stamp;         /* and when it was last changed, ns since 1970; 0: it has neither */
    int64_t time;          /* when it was published or, of a file, last changed, ns since 1970; 0: not known.
                              Of a record only looked for when options ask for it */
    bool nameless;         /* its id is its place in a pipe or file; in another run that may be another article */
    bool head, tail;       /* bytes hold the article's first, its last ones; both true except in pieces */
    bool fed;              /* of a piece: its article has LFs, so that NEL ends no line, whether or not bytes have one */
    bool skipped;          /* could not be read: noticed, and not cleaned */
    struct frame *frame;   /* of a JSON Lines record (jsonl.h), also of one that is skipped; NULL: plain text */
    /* decode */
    const char *encoding;  /* what the input was converted from; NULL: it was not */
    struct slice original; /* if converted: the input; bytes are the converted text */
    bool exact;            /* if converted: encoding bytes again gives original */
    bool spoiled;          /* if converted: part of it was not valid in that encoding, and is U+FFFD */
    struct slice text;     /* the part of bytes to split: without BOM and separator; may hold bad UTF-8 */
    /* split: its paragraphs are batch.paras[first .. first + n) */
    size_t first, n;
    /* strip */
    bool wall;             /* a wall page: written, but never compared with others */
    /* seen */
    struct key sequence;   /* of all paragraphs that stand before other articles are looked at; not of pieces */
    /* recall: what the state knows of it; not set without one */
    struct recalled_article *recalled;
    /* the whole article's verdict */
    uint8_t reason;        /* COPYDESK_COPY, COPYDESK_NEAR: dropped whole; or COPYDESK_NONE */
    struct slice first_id; /* if dropped: the article that it is a copy of */
    /* near */
    const struct near_text *near;  /* what it is compared by; NULL: it is not */
    struct slice near_id;  /* the kept article that it nearly equals; empty: none. Dropped or only flagged */
    uint16_t jaccard, containment; /* to that one, thousandths */
    const struct copydesk_span *spans;   /* what both have in common, when it is wanted */
    size_t n_spans;
    bool started;          /* an earlier piece of it has a standing paragraph */
    bool bare;             /* render: no line feed ends its text */
    size_t wrote;          /* bytes of clean text, or of the record that holds it */
};

#endif
