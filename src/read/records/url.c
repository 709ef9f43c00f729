#include "read/records/url.h"

struct slice url_host(struct slice url)
{
    const char *p = url.ptr, *end = url.ptr + url.len;
    while (end - p >= 3 && memcmp(p, "://", 3) != 0)
        p++;
    if (end - p < 3)
        return SLICE("");
    p += 3;
    const char *stop = p;
    while (stop < end && !strchr("/?#", *stop))
        stop++;
    for (const char *at = stop; at > p; at--)
        if (at[-1] == '@') {
            p = at;
            break;
        }
    const char *port = memchr(p, ':', (size_t)(stop - p));
    stop = port && *p != '[' ? port : stop;
    return slice_of(p, (size_t)(stop - p));
}
