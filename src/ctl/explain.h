#ifndef CTL_EXPLAIN_H
#define CTL_EXPLAIN_H
#endif
