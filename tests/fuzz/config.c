/* A staff file: libconfig behind our own checks. */
#include "base/arena.h"
#include "daemon/complaint.h"
#include "daemon/staff.h"
#include "fuzz/fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct arena *a = arena_new();
	struct complaints complaints;
	struct staff staff;
	char path[64];
	int fd = memfd_create("staff", 0);

	if (fd == -1 || write(fd, bytes, len) != (ssize_t)len)
		abort();
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	complaints_init(&complaints, a);
	if (!staff_read(path, &(struct team){ .n = 0 }, a, &staff, &complaints) &&
	    complaints.n_wrong == 0)
		abort(); /* refused without a word */
	close(fd);
	arena_free(a);
	return 0;
}
