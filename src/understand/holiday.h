/*
 * holiday - when holidays are: by a date, by Easter, by the Chinese calendar
 */
#ifndef UNDERSTAND_HOLIDAY_H
#define UNDERSTAND_HOLIDAY_H
#include "understand/hear.h"

/* Its day in that year, as date_to_days() counts; 0: not known. */
int holiday_in(enum holiday, int year);

#endif
