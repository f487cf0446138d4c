#include "sim/disk.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { FILE_MOST_BYTES = 16 << 20, FILES = 16, REGIONS = 16, LOCKS = SQLITE_SHM_NLOCK };

struct bytes {
	char *data;
	size_t len;
};

struct node {       /* a file on the disk */
	char *name; /* NULL: none */
	struct bytes seen, safe;
	size_t dirty_from, dirty_to; /* what differs between them, at most */

	int readers; /* locks of the file */
	bool reserved, pending, exclusive;
	bool last_frame, commit_unsafe; /* of the log: see watch_log() */
	int shared[LOCKS];              /* locks of the log's shared memory */
	bool alone[LOCKS];
	void *regions[REGIONS];
};

struct disk {
	sqlite3_vfs vfs;
	struct steps *steps;
	const int64_t *now_ms;
	bool full;
	struct node files[FILES];
};

struct open_file {
	sqlite3_file base;
	struct disk *disk;
	struct node *node;
	int lock;
	bool temporary;
	bool shared[LOCKS], alone[LOCKS];
};

static struct open_file *
of(sqlite3_file *f)
{
	return (struct open_file *)f;
}

/* The room is there from the beginning, and costs nothing until it is written to. */
static void
bytes_resize(struct bytes *b, size_t len)
{
	if (b->data == NULL &&
	    (b->data = mmap(NULL, FILE_MOST_BYTES, PROT_READ | PROT_WRITE,
		 MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)) == MAP_FAILED)
		abort();
	if (len > FILE_MOST_BYTES)
		abort();
	if (len > b->len)
		memset(b->data + b->len, 0, len - b->len);
	b->len = len;
}

static void
bytes_free(struct bytes *b)
{
	if (b->data != NULL)
		munmap(b->data, FILE_MOST_BYTES);
	*b = (struct bytes){ 0 };
}

/* Both have the same length afterwards, and the same bytes in this range. */
static void
bytes_copy(struct bytes *to, const struct bytes *from, size_t lo, size_t hi)
{
	bytes_resize(to, from->len);
	if (hi > from->len)
		hi = from->len;
	if (lo < hi)
		memcpy(to->data + lo, from->data + lo, hi - lo);
}

static void
touch(struct node *n, size_t lo, size_t hi)
{
	if (n->dirty_to == 0 || lo < n->dirty_from)
		n->dirty_from = lo;
	if (hi > n->dirty_to)
		n->dirty_to = hi;
}

static struct node *
find(struct disk *d, const char *name)
{
	for (int i = 0; i < FILES; i++)
		if (d->files[i].name != NULL && strcmp(d->files[i].name, name) == 0)
			return &d->files[i];
	return NULL;
}

static struct node *
make(struct disk *d, const char *name)
{
	for (int i = 0; i < FILES; i++)
		if (d->files[i].name == NULL) {
			d->files[i].name = strdup(name);
			return &d->files[i];
		}
	abort();
}

static void
forget_process(struct node *n)
{
	n->readers = 0;
	n->reserved = n->pending = n->exclusive = false;
	memset(n->shared, 0, sizeof n->shared);
	memset(n->alone, 0, sizeof n->alone);
	for (int i = 0; i < REGIONS; i++) {
		free(n->regions[i]);
		n->regions[i] = NULL;
	}
}

static void
remove_node(struct node *n)
{
	forget_process(n);
	free(n->name);
	bytes_free(&n->seen);
	bytes_free(&n->safe);
	*n = (struct node){ 0 };
}

void
disk_clear(struct disk *d)
{
	for (int i = 0; i < FILES; i++)
		if (d->files[i].name != NULL)
			remove_node(&d->files[i]);
}

void
disk_fill(struct disk *d, bool full)
{
	d->full = full;
}

void
disk_crash(struct disk *d, bool power)
{
	for (int i = 0; i < FILES; i++) {
		struct node *n = &d->files[i];

		if (n->name == NULL)
			continue;
		forget_process(n);
		if (power)
			bytes_copy(&n->seen, &n->safe, n->dirty_from, n->dirty_to);
		if (power)
			n->dirty_from = n->dirty_to = 0;
	}
}

/* --- what SQLite calls for a file */

static int
file_close(sqlite3_file *f)
{
	struct open_file *o = of(f);

	if (o->temporary)
		remove_node(o->node);
	return SQLITE_OK;
}

static int
file_read(sqlite3_file *f, void *to, int amount, sqlite3_int64 at)
{
	struct open_file *o = of(f);
	struct bytes *b = &o->node->seen;
	size_t from = (size_t)at, n = (size_t)amount;

	if (step(o->disk->steps, STEP_DISK_READ) != HARM_NONE)
		return SQLITE_IOERR_READ;
	if (from + n <= b->len) {
		memcpy(to, b->data + from, n);
		return SQLITE_OK;
	}
	memset(to, 0, n);
	if (from < b->len)
		memcpy(to, b->data + from, b->len - from);
	return SQLITE_IOERR_SHORT_READ;
}

/*
 * A page in the log has a header of 24 bytes before it, and that of the last page of a transaction
 * tells the size of the database in bytes 4 to 7 (sqlite.org/fileformat2.html, 4.1).
 */
static void
watch_log(struct open_file *o, const void *bytes, int amount)
{
	struct node *n = o->node;

	if (strstr(n->name, "-wal") == NULL)
		return;
	if (amount == 24)
		n->last_frame = memcmp((const char *)bytes + 4, "\0\0\0\0", 4) != 0;
	else if (n->last_frame) {
		n->last_frame = false;
		n->commit_unsafe = true;
		steps_committed(o->disk->steps, false);
	}
}

static int
file_write(sqlite3_file *f, const void *from, int amount, sqlite3_int64 at)
{
	struct open_file *o = of(f);
	struct node *node = o->node;
	size_t lo = (size_t)at, hi = lo + (size_t)amount;
	enum harm harm = step(o->disk->steps, STEP_DISK_WRITE);

	if (harm == HARM_FAIL || o->disk->full)
		return SQLITE_FULL;
	if (hi > node->seen.len) {
		touch(node, node->seen.len, hi);
		bytes_resize(&node->seen, hi);
	}
	memcpy(node->seen.data + lo, from, hi - lo);
	touch(node, lo, hi);
	watch_log(o, from, amount);
	return harm == HARM_NONE ? SQLITE_OK : SQLITE_IOERR_WRITE;
}

static int
file_truncate(sqlite3_file *f, sqlite3_int64 len)
{
	struct open_file *o = of(f);
	enum harm harm = step(o->disk->steps, STEP_DISK_WRITE);

	if (harm == HARM_FAIL)
		return SQLITE_IOERR_TRUNCATE;
	touch(o->node, (size_t)len, o->node->seen.len);
	bytes_resize(&o->node->seen, (size_t)len);
	return harm == HARM_NONE ? SQLITE_OK : SQLITE_IOERR_TRUNCATE;
}

static int
file_sync(sqlite3_file *f, int flags)
{
	struct open_file *o = of(f);
	struct node *n = o->node;
	enum harm harm = step(o->disk->steps, STEP_DISK_SYNC);

	(void)flags;
	if (harm == HARM_FAIL)
		return SQLITE_IOERR_FSYNC;
	bytes_copy(&n->safe, &n->seen, n->dirty_from, n->dirty_to);
	n->dirty_from = n->dirty_to = 0;
	if (n->commit_unsafe)
		steps_committed(o->disk->steps, true);
	n->commit_unsafe = false;
	return harm == HARM_NONE ? SQLITE_OK : SQLITE_IOERR_FSYNC;
}

static int
file_size(sqlite3_file *f, sqlite3_int64 *out)
{
	*out = (sqlite3_int64)of(f)->node->seen.len;
	return SQLITE_OK;
}

/* As told in the comment of sqlite3OsLock(): a pending lock keeps new readers away. */
static int
file_lock(sqlite3_file *f, int lock)
{
	struct open_file *o = of(f);
	struct node *n = o->node;

	if (o->lock >= lock)
		return SQLITE_OK;
	if (o->lock == SQLITE_LOCK_NONE) {
		if (n->pending || n->exclusive)
			return SQLITE_BUSY;
		n->readers++;
		o->lock = SQLITE_LOCK_SHARED;
	}
	if (lock >= SQLITE_LOCK_RESERVED && o->lock < SQLITE_LOCK_RESERVED) {
		if (n->reserved)
			return SQLITE_BUSY;
		n->reserved = true;
		o->lock = SQLITE_LOCK_RESERVED;
	}
	if (lock == SQLITE_LOCK_EXCLUSIVE) {
		n->pending = true;
		o->lock = SQLITE_LOCK_PENDING;
		if (n->readers > 1)
			return SQLITE_BUSY;
		n->exclusive = true;
		o->lock = SQLITE_LOCK_EXCLUSIVE;
	}
	return SQLITE_OK;
}

static int
file_unlock(sqlite3_file *f, int lock)
{
	struct open_file *o = of(f);
	struct node *n = o->node;

	if (o->lock > SQLITE_LOCK_SHARED && lock <= SQLITE_LOCK_SHARED)
		n->reserved = n->pending = n->exclusive = false;
	if (o->lock >= SQLITE_LOCK_SHARED && lock == SQLITE_LOCK_NONE)
		n->readers--;
	if (lock < o->lock)
		o->lock = lock;
	return SQLITE_OK;
}

static int
file_reserved(sqlite3_file *f, int *out)
{
	*out = of(f)->node->reserved;
	return SQLITE_OK;
}

static int
file_control(sqlite3_file *f, int what, void *data)
{
	(void)f, (void)what, (void)data;
	return SQLITE_NOTFOUND;
}

static int
file_sector(sqlite3_file *f)
{
	(void)f;
	return 4096;
}

static int
file_traits(sqlite3_file *f)
{
	(void)f;
	return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

/* --- the log's shared memory */

static int
shared_map(sqlite3_file *f, int region, int size, int extend, void volatile **out)
{
	struct node *n = of(f)->node;

	if (region >= REGIONS)
		return SQLITE_IOERR_SHMMAP;
	if (n->regions[region] == NULL && extend &&
	    (n->regions[region] = calloc(1, (size_t)size)) == NULL)
		abort();
	*out = n->regions[region];
	return SQLITE_OK;
}

static bool
free_for(const struct open_file *o, int i, bool alone)
{
	const struct node *n = o->node;

	if (n->alone[i] && !o->alone[i])
		return false;
	return !alone || n->shared[i] == (o->shared[i] ? 1 : 0);
}

static int
shared_lock(sqlite3_file *f, int first, int count, int flags)
{
	struct open_file *o = of(f);
	struct node *n = o->node;
	bool alone = (flags & SQLITE_SHM_EXCLUSIVE) != 0;

	for (int i = first; i < first + count && (flags & SQLITE_SHM_LOCK); i++)
		if (!free_for(o, i, alone))
			return SQLITE_BUSY;
	for (int i = first; i < first + count; i++) {
		bool take = (flags & SQLITE_SHM_LOCK) != 0;

		if (alone)
			n->alone[i] = o->alone[i] = take;
		else if (o->shared[i] != take) {
			n->shared[i] += take ? 1 : -1;
			o->shared[i] = take;
		}
	}
	return SQLITE_OK;
}

static void
shared_barrier(sqlite3_file *f)
{
	(void)f; /* one thread */
}

static int
shared_unmap(sqlite3_file *f, int remove)
{
	struct node *n = of(f)->node;

	for (int i = 0; i < REGIONS && remove; i++) {
		free(n->regions[i]);
		n->regions[i] = NULL;
	}
	return SQLITE_OK;
}

static const sqlite3_io_methods methods = {
	.iVersion = 2,
	.xClose = file_close,
	.xRead = file_read,
	.xWrite = file_write,
	.xTruncate = file_truncate,
	.xSync = file_sync,
	.xFileSize = file_size,
	.xLock = file_lock,
	.xUnlock = file_unlock,
	.xCheckReservedLock = file_reserved,
	.xFileControl = file_control,
	.xSectorSize = file_sector,
	.xDeviceCharacteristics = file_traits,
	.xShmMap = shared_map,
	.xShmLock = shared_lock,
	.xShmBarrier = shared_barrier,
	.xShmUnmap = shared_unmap,
};

/* --- what SQLite calls for the disk */

static int
disk_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *f, int flags, int *out_flags)
{
	struct disk *d = vfs->pAppData;
	struct node *n = name != NULL ? find(d, name) : NULL;

	if (n == NULL)
		n = make(d, name != NULL ? name : "");
	*of(f) = (struct open_file){ .base.pMethods = &methods,
		.disk = d,
		.node = n,
		.temporary = name == NULL };
	if (out_flags != NULL)
		*out_flags = flags;
	return SQLITE_OK;
}

static int
disk_delete(sqlite3_vfs *vfs, const char *name, int sync)
{
	struct disk *d = vfs->pAppData;
	struct node *n = find(d, name);
	enum harm harm = step(d->steps, STEP_DISK_WRITE);

	(void)sync;
	if (harm == HARM_FAIL)
		return SQLITE_IOERR_DELETE;
	if (n == NULL)
		return SQLITE_IOERR_DELETE_NOENT;
	remove_node(n);
	return harm == HARM_NONE ? SQLITE_OK : SQLITE_IOERR_DELETE;
}

static int
disk_access(sqlite3_vfs *vfs, const char *name, int flags, int *out)
{
	(void)flags;
	*out = find(vfs->pAppData, name) != NULL;
	return SQLITE_OK;
}

static int
disk_path(sqlite3_vfs *vfs, const char *name, int room, char *out)
{
	(void)vfs;
	sqlite3_snprintf(room, out, "%s", name);
	return SQLITE_OK;
}

static int
disk_random(sqlite3_vfs *vfs, int len, char *out)
{
	(void)vfs;
	memset(out, 42, (size_t)len);
	return len;
}

static int
disk_sleep(sqlite3_vfs *vfs, int microseconds)
{
	(void)vfs;
	return microseconds;
}

static int
disk_time(sqlite3_vfs *vfs, sqlite3_int64 *out)
{
	const struct disk *d = vfs->pAppData;

	*out = *d->now_ms + 210866760000000; /* milliseconds before 1970 in a Julian day */
	return SQLITE_OK;
}

struct disk *
disk_new(struct steps *steps, const int64_t *now_ms)
{
	struct disk *d = calloc(1, sizeof *d);

	if (d == NULL)
		abort();
	d->steps = steps;
	d->now_ms = now_ms;
	d->vfs = (sqlite3_vfs){
		.iVersion = 2,
		.szOsFile = sizeof(struct open_file),
		.mxPathname = 512,
		.zName = "simulated",
		.pAppData = d,
		.xOpen = disk_open,
		.xDelete = disk_delete,
		.xAccess = disk_access,
		.xFullPathname = disk_path,
		.xRandomness = disk_random,
		.xSleep = disk_sleep,
		.xCurrentTimeInt64 = disk_time,
	};
	if (sqlite3_vfs_register(&d->vfs, 1) != SQLITE_OK)
		abort();
	return d;
}
