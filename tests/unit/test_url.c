/* url: the host that one names. */
#include "unit.h"

#include "read/records/url.h"

static const struct { const char *url, *host; } urls[] = {
    { "https://www.example.com/news/1?a=b#c", "www.example.com" },
    { "https://www.example.com", "www.example.com" },
    { "http://example.com:8080/", "example.com" },
    { "http://example.com?x=http://other.example/", "example.com" },
    { "http://name:word@example.com:80/a@b", "example.com" },
    { "http://a@b@example.com#x", "example.com" },
    { "http://[2001:db8::1]:80/", "[2001:db8::1]:80" },
    { "see http://example.com/", "example.com" },
    { "http:///path", "" },
    { "http://", "" },
    { "www.example.com/a", "" },
    { "mailto:name@example.com", "" },
    { "", "" },
};

static void hosts_are_found(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
        struct slice host = url_host(slice_str(urls[i].url));
        if (!slice_equal(host, slice_str(urls[i].host)))
            fail_msg("%s: %.*s", urls[i].url, (int)host.len, host.ptr);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hosts_are_found),
    };
    return cmocka_run_group_tests_name("url", tests, NULL, NULL);
}
