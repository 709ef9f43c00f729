/* Stores an option's value where the table says. The kind of an option tells the type of
 * its member of struct cli: see enum option_kind. */
#include "cli/value.h"

#include <string.h>

static enum copydesk_status store_switch(void *at, unsigned sets)
{
    if (sets)
        memcpy(at, &sets, sizeof sets);   /* an enum: as large as its constants' type */
    else
        *(bool *)at = true;
    return COPYDESK_OK;
}

static enum copydesk_status store_text(struct cli *cli, const struct option *o, const char *text,
                                       struct copydesk_error *error)
{
    void *at = (char *)cli + o->at;
    enum copydesk_status (*value)(const struct option *, const char *, const char **, struct copydesk_error *)
        = o->kind == OPTION_GLOB ? value_glob : value_text;
    if (!o->count)
        return value(o, text, at, error);
    size_t *n = (void *)((char *)cli + o->count);
    enum copydesk_status status = value(o, text, &(*(const char ***)at)[*n], error);
    *n += status == COPYDESK_OK;
    return status;
}

enum copydesk_status option_store(struct cli *cli, const struct option *o, const char *text,
                                  struct copydesk_error *error)
{
    void *at = (char *)cli + o->at;
    switch (o->kind) {
    case OPTION_SWITCH: return store_switch(at, o->sets);
    case OPTION_NUMBER: return value_number(o, text, at, error);
    case OPTION_SHARE:  return value_share(o, text, at, error);
    case OPTION_SIZE:   return value_size(o, text, at, error);
    case OPTION_TIME:   return value_time(o, text, at, error);
    case OPTION_DATE:   return value_date(o, text, at, error);
    case OPTION_CHOICE: return value_choice(o, text, at, error);
    case OPTION_SET:    return value_set(o, text, at, error);
    case OPTION_RECORD: return value_file(o, text, at, error);
    case OPTION_TEXT:
    case OPTION_GLOB:
    case OPTION_FILE:
    case OPTION_DIR:    return store_text(cli, o, text, error);
    }
    return COPYDESK_OK;
}
