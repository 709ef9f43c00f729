/* classes -- the classes of boilerplate by name: how options, packs, journal
 * and statistics spell them, and what the help says of each. */
#include <string.h>

#include "copydesk.h"

static const struct { const char *name, *summary; } CLASSES[COPYDESK_N_CLASSES] = {
    [COPYDESK_AD]          = { "ad", "labels of advertisements" },
    [COPYDESK_SHARE]       = { "share", "share buttons and rows of networks" },
    [COPYDESK_COMMENTS]    = { "comments", "headings and buttons of reader comments" },
    [COPYDESK_FORM]        = { "form", "comment forms and their small print" },
    [COPYDESK_NAVIGATION]  = { "navigation", "menus, skip links, back to top" },
    [COPYDESK_READMORE]    = { "readmore", "read more, continue reading, see also" },
    [COPYDESK_NEWSLETTER]  = { "newsletter", "newsletter, alert and app sign-ups" },
    [COPYDESK_FOLLOW]      = { "follow", "follow us, like us, find us" },
    [COPYDESK_RIGHTS]      = { "rights", "copyright and all rights reserved" },
    [COPYDESK_COOKIE]      = { "cookie", "cookie, privacy and terms notices" },
    [COPYDESK_LOGIN]       = { "login", "sign in, subscribe, paywall" },
    [COPYDESK_COUNTER]     = { "counter", "counts of likes and views, players, loading" },
    [COPYDESK_PLACEHOLDER] = { "placeholder", "leftovers of markup, rule and bullet lines" },
    [COPYDESK_RELATED]     = { "related", "headings and headlines of other stories" },
    [COPYDESK_TEMPLATE]    = { "template", "what one site repeats; learned packs use it" },
    [COPYDESK_BYLINE]      = { "byline", "names of authors (off by default)" },
    [COPYDESK_CREDIT]      = { "credit", "photo, agency and desk credits (off by default)" },
    [COPYDESK_CAPTION]     = { "caption", "picture captions that say so (off by default)" },
    [COPYDESK_DATE]        = { "date", "lines that are only a date (off by default)" },
};

const char *copydesk_class_name(enum copydesk_class cls)
{
    return (unsigned)cls < COPYDESK_N_CLASSES ? CLASSES[cls].name : NULL;
}

const char *copydesk_class_summary(enum copydesk_class cls)
{
    return (unsigned)cls < COPYDESK_N_CLASSES ? CLASSES[cls].summary : NULL;
}

int copydesk_class_named(const char *name, size_t len)
{
    for (int i = 0; i < COPYDESK_N_CLASSES; i++)
        if (strlen(CLASSES[i].name) == len && memcmp(CLASSES[i].name, name, len) == 0)
            return i;
    return -1;
}
