/*
 * hearing - a mail of convened's as its reader understands it: what is offered, what is arranged
 */
#ifndef TESTS_SIM_HEARING_H
#define TESTS_SIM_HEARING_H
#include "sim/crowd.h"

void hearing_read(const struct delivery *, struct arena *, struct heard *out);

#endif
