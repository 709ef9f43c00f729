/* folder -- a folder of its own for a test program or for each of its tests, as
 * setup and teardown: removed with all that is in it. */
#ifndef TESTS_FOLDER_H
#define TESTS_FOLDER_H

#include <unistd.h>

#include "unit.h"

static char folder[32];

static inline int make_folder(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/copydesk-unit.XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

static inline int remove_folder(void **state)
{
    (void)state;
    char command[64];
    snprintf(command, sizeof command, "rm -rf %s", folder);
    return system(command);
}

/* The same, and meanwhile it is the current one. */
static inline int enter_folder(void **state)
{
    return make_folder(state) == 0 ? chdir(folder) : -1;
}

static inline int leave_folder(void **state)
{
    return chdir("/") == 0 ? remove_folder(state) : -1;
}

#endif
