#ifndef CTL_CHECK_H
#define CTL_CHECK_H
#endif
