#ifndef CTL_WHEN_H
#define CTL_WHEN_H
#endif
