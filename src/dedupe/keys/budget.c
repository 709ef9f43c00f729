#include "dedupe/keys/budget.h"

#include <errno.h>
#include <stdio.h>

#include "base/error.h"

enum copydesk_status budget_failed(struct budget budget, struct copydesk_error *error)
{
    char reason[sizeof error->reason];
    if (!error || !error->path[0])
        return COPYDESK_FAILED;
    int code = error->code;
    if (code == ENOMEM)
        return error_memory(error);
    snprintf(reason, sizeof reason, "%s", error->reason);
    error_set(error, COPYDESK_FAILED, budget.folder, 0, "%.200s: here go the temporary files%s; "
              "TMPDIR=DIR puts them elsewhere", reason, budget.memory ? " of --memory" : "");
    error->code = code;
    return COPYDESK_FAILED;
}

enum copydesk_status budget_check(struct budget budget, int code, struct copydesk_error *error)
{
    if (code == 0)
        return COPYDESK_OK;
    error_system(error, COPYDESK_FAILED, budget.folder, code);
    return budget_failed(budget, error);
}
