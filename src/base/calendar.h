/* calendar -- days of the Gregorian calendar. Base layer. */
#ifndef BASE_CALENDAR_H
#define BASE_CALENDAR_H

#include <stdint.h>

/* Days from 1970-01-01 to that day; year is 1 or later, month and day count from
 * 1. After Howard Hinnant, "chrono-compatible low-level date algorithms". */
static inline int64_t calendar_days(int year, int month, int day)
{
    int64_t y = year - (month <= 2), era = y / 400, of_era = y - era * 400;
    int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

#endif
