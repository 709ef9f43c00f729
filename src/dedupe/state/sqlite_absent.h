/* sqlite_absent -- for a build without SQLite, what the ledger uses of it: enough to be
 * compiled. ledger_is_built is asked before anything is opened, so nothing of this is reached. */
#ifndef DEDUPE_SQLITE_ABSENT_H
#define DEDUPE_SQLITE_ABSENT_H

#include <stddef.h>

typedef struct sqlite3 sqlite3;
typedef struct sqlite3_stmt sqlite3_stmt;
typedef struct sqlite3_context sqlite3_context;
typedef struct sqlite3_value sqlite3_value;
typedef long long sqlite3_int64;

enum { SQLITE_OK, SQLITE_ERROR, SQLITE_NOMEM, SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_ROW, SQLITE_DONE };
enum { SQLITE_OPEN_READWRITE, SQLITE_OPEN_CREATE, SQLITE_OPEN_NOMUTEX, SQLITE_PREPARE_PERSISTENT, SQLITE_UTF8,
       SQLITE_DETERMINISTIC, SQLITE_STATIC, SQLITE_TRANSIENT };

static inline char *sqlite3_mprintf(const char *format, ...)
{
    (void)format;
    return NULL;
}

#define sqlite3_open_v2(path, db, flags, vfs)                 ((void)(path), (void)(flags), *(db) = NULL, SQLITE_ERROR)
#define sqlite3_close(db)                                     ((void)(db))
#define sqlite3_busy_timeout(db, ms)                          ((void)(db), (void)(ms))
#define sqlite3_errmsg(db)                                    ((void)(db), "")
#define sqlite3_exec(db, sql, each, payload, error)           ((void)(db), (void)(sql), SQLITE_ERROR)
#define sqlite3_create_function(db, name, n, flags, payload, f, step, end) ((void)(db), (void)(f), SQLITE_ERROR)
#define sqlite3_free(p)                                       ((void)(p))

#define sqlite3_prepare_v2(db, sql, n, s, tail)               ((void)(db), (void)(sql), *(s) = NULL, SQLITE_ERROR)
#define sqlite3_prepare_v3(db, sql, n, flags, s, tail)        sqlite3_prepare_v2(db, sql, n, s, tail)
#define sqlite3_step(s)                                       ((void)(s), SQLITE_ERROR)
#define sqlite3_reset(s)                                      ((void)(s))
#define sqlite3_finalize(s)                                   ((void)(s))
#define sqlite3_bind_int64(s, at, value)                      ((void)(s), (void)(at), (void)(value))
#define sqlite3_bind_null(s, at)                              ((void)(s), (void)(at))
#define sqlite3_bind_text(s, at, text, n, life)               ((void)(s), (void)(text))
#define sqlite3_bind_blob64(s, at, bytes, n, life)            ((void)(s), (void)(at), (void)(bytes), (void)(n))

#define sqlite3_column_int(s, at)                             ((void)(s), 0)
#define sqlite3_column_int64(s, at)                           ((void)(s), (void)(at), (sqlite3_int64)0)
#define sqlite3_column_bytes(s, at)                           ((void)(s), (void)(at), 0)
#define sqlite3_column_blob(s, at)                            ((void)(s), (void)(at), (const void *)NULL)
#define sqlite3_column_text(s, at)                            ((void)(s), (const unsigned char *)"")
#define sqlite3_value_blob(value)                             ((void)(value), (const void *)NULL)
#define sqlite3_value_bytes(value)                            ((void)(value), 0)
#define sqlite3_result_blob64(context, bytes, n, life)        ((void)(context), (void)(bytes), (void)(n))

#endif
