/*
 * forget - convenectl forget: a person is erased from the store
 */
#ifndef CTL_FORGET_H
#define CTL_FORGET_H

int forget_run(int argc, char **argv);

#endif
