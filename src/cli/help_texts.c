/* What help and the manual page tell beside commands and options. */
#include "cli/help.h"

const struct term term_statuses[] = {
    { "0", "All done; also when the reader closed the pipe." },
    { "1", "Done, but some input was skipped or kept unclean; each is named on standard error." },
    { "2", "Could not run, or output failed." },
    { "3", "Stopped by a safety limit (--max-removed)." },
    { "75", "Another run holds the state; try again later." },
    { NULL, NULL }
};

const struct term term_environment[] = {
    { "NO_COLOR", "When set and not empty, --color auto means never." },
    { "TERM", "When dumb or unset, --color auto means never and --progress auto shows nothing." },
    { "TMPDIR", "Where temporary files go that have no room under --memory; without it /var/tmp. They have no name." },
    { NULL, NULL }
};

const char term_journal[] =
    "A journal is JSON Lines, one record a line. The first, 'run', says what was used: version, "
    "key profile, Unicode version, options, and the rule packs with their hashes. Then come the "
    "records of each article: 'article' for what was read and written, 'drop' for a paragraph "
    "that was removed, 'edit' for one that was changed and 'note' for one that was flagged, with its "
    "place in the input, the reason, the rule or the first copy, and the bytes that are needed to put it back. The last, "
    "'end', says that nothing was cut off. Each record ends in a checksum of itself. "
    "'copydesk explain' puts all this in words.";
