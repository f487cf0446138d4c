#include "daemon/lastgood.h"

#include "base/arena.h"
#include "base/buf.h"
#include "daemon/staff.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_BYTES = 1 << 20 };

static const char *
folder(const struct config *c, struct arena *a)
{
	return arena_printf(a, "%s.staff", c->store_path);
}

static const char *
name_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash != NULL ? slash + 1 : path;
}

static const char *
copy_path(const struct config *c, const struct staff_file *f, struct arena *a)
{
	return arena_printf(a, "%s/%s", folder(c, a), name_of(f->path));
}

/* false: it cannot be read, or is no file of that kind */
static bool
read_file(const char *path, struct arena *a, struct buf *out)
{
	FILE *f = fopen(path, "re");
	char bytes[4096];
	size_t n;
	bool fine;

	buf_init(out, a);
	if (f == NULL)
		return false;
	while ((n = fread(bytes, 1, sizeof bytes, f)) > 0 && out->len < MOST_BYTES)
		buf_add(out, bytes, n);
	fine = !ferror(f) && feof(f);
	fclose(f);
	return fine;
}

/* Whole or not at all: a copy that was cut off would be no good. */
static int
write_file(const char *path, const struct buf *b, struct arena *a, struct err *err)
{
	const char *new = arena_printf(a, "%s.new", path);
	FILE *f = fopen(new, "we");

	if (f == NULL)
		return err_set(err, ERR_RETRY, "%s: %s", new, strerror(errno));
	if (fwrite(b->data, 1, b->len, f) != b->len || fflush(f) != 0 || fsync(fileno(f)) != 0) {
		fclose(f);
		return err_set(err, ERR_RETRY, "%s: %s", new, strerror(errno));
	}
	if (fclose(f) != 0 || rename(new, path) != 0)
		return err_set(err, ERR_RETRY, "%s: %s", path, strerror(errno));
	return 0;
}

static bool
has_file(const struct config *c, const char *name)
{
	for (size_t i = 0; i < c->n_staff_files; i++)
		if (strcmp(name_of(c->staff_files[i].path), name) == 0)
			return true;
	return false;
}

/* Who has left must not come back because a file of that name is written badly one day. */
static void
remove_others(const struct config *c, struct arena *a)
{
	const char *dir = folder(c, a);
	DIR *d = opendir(dir);
	struct dirent *e;

	if (d == NULL)
		return;
	while ((e = readdir(d)) != NULL)
		if (e->d_name[0] != '.' && !has_file(c, e->d_name))
			unlink(arena_printf(a, "%s/%s", dir, e->d_name));
	closedir(d);
}

int
lastgood_save(const struct config *c, struct arena *a, struct err *err)
{
	const char *dir = folder(c, a);
	const struct team nobody = { 0 };
	struct complaints ignored;
	struct staff staff;
	struct buf now, copy;

	if (mkdir(dir, 0700) == -1 && errno != EEXIST)
		return err_set(err, ERR_RETRY, "%s: %s", dir, strerror(errno));
	remove_others(c, a);
	complaints_init(&ignored, a);
	for (size_t i = 0; i < c->n_staff_files; i++) {
		const struct staff_file *f = &c->staff_files[i];
		const char *path = copy_path(c, f, a);

		if (f->email == NULL || !read_file(f->path, a, &now))
			continue;
		if (read_file(path, a, &copy) && copy.len == now.len &&
		    memcmp(copy.data, now.data, now.len) == 0)
			continue;
		/* It may be an older version that is in force. */
		if (staff_read(f->path, &nobody, a, &staff, &ignored) &&
		    write_file(path, &now, a, err) == -1)
			return -1;
	}
	return 0;
}

size_t
lastgood_restore(struct config *c, struct arena *a)
{
	struct staff *all = arena_alloc(a, (c->team.n + c->n_staff_files + 1) * sizeof *all);
	struct complaints ignored;
	size_t restored = 0;

	if (c->team.n > 0)
		memcpy(all, c->team.staff, c->team.n * sizeof *all);
	c->team.staff = all;
	complaints_init(&ignored, a);
	for (size_t i = 0; i < c->n_staff_files; i++) {
		struct staff_file *f = &c->staff_files[i];
		struct staff *s = &all[c->team.n];

		if (f->email != NULL || !staff_read(copy_path(c, f, a), &c->team, a, s, &ignored))
			continue;
		f->email = s->email;
		s->file = f->path;
		c->team.n++;
		restored++;
	}
	return restored;
}
