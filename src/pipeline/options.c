#include "copydesk.h"
#include "text/fold.h"
#include "text/unicode.h"

void copydesk_options_init(struct copydesk_options *options)
{
    *options = (struct copydesk_options){
        .separator = "\f",
        .max_removed = 40,
        .max_ratio = 1000,
        .min_words = 8,
        .min_chars = 40,
        .near_edits = 20,
        .strip = COPYDESK_STRIP_DEFAULT,
        .repairs = COPYDESK_REPAIRS_DEFAULT,
        .min_articles = 10,
        .min_share = 5,
    };
}

const char *copydesk_version(void)
{
    return COPYDESK_VERSION;
}

const char *copydesk_unicode_version(void)
{
    return unicode_version();
}

/* Each name has a space before it; that of the first one is skipped. */
const char *copydesk_without(void)
{
    static const char absent[] = " "
#ifndef HAVE_LIBARCHIVE
        " libarchive"
#endif
#ifndef HAVE_ZLIB
        " zlib"
#endif
#ifndef HAVE_UCHARDET
        " uchardet"
#endif
#ifndef HAVE_SQLITE
        " sqlite3"
#endif
        ;
    return absent + (absent[1] ? 2 : 1);
}

unsigned copydesk_key_profile(void)
{
    return FOLD_PROFILE;
}
