/*
 * include - @include in a configuration file, looked at before libconfig follows it
 *
 * libconfig 1.5 ends the whole program over one that names a folder ("input in flex scanner
 * failed"), with status 2 and not a word of where.
 */
#ifndef BASE_INCLUDE_H
#define BASE_INCLUDE_H
struct arena;

/*
 * The line, from 1, of the first @include in that file, or in a file it takes in, whose name is
 * that of no regular file; *name is what it says.  0: there is none; a name of nothing at all is
 * left to libconfig, which says so.  dir: where relative names are looked for.
 */
int include_wrong(const char *path, const char *dir, struct arena *, const char **name);

#endif
