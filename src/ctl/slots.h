#ifndef CTL_SLOTS_H
#define CTL_SLOTS_H
#endif
