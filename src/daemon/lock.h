/*
 * lock - one daemon a store
 */
#ifndef DAEMON_LOCK_H
#define DAEMON_LOCK_H
#include "base/err.h"

/*
 * Locks the file beside the store, "STORE.lock", for as long as the descriptor is open; it goes
 * with the process, however that ends.  The descriptor, or -1 with ERR_RETRY: another one holds
 * it, and err says which; ERR_CONFIG: there is no such folder, or no right to write to it.
 */
int lock_take(const char *store_path, struct err *);

#endif
