/* url -- the one part of a URL that matters here: its host, which is an article's
 * source. Read layer. */
#ifndef READ_URL_H
#define READ_URL_H

#include "base/slice.h"

/* The host that url names: what stands behind "://", without user and port. An IPv6
 * address keeps its brackets, and a port. Empty when there is no "://". */
struct slice url_host(struct slice url);

#endif
