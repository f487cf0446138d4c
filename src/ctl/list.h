#ifndef CTL_LIST_H
#define CTL_LIST_H
#endif
