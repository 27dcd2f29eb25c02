// Room for the write-ahead log, taken before it is needed.
#ifndef ENLACE_GATEWAY_STORE_SQLITE_WAL_RESERVE_H_
#define ENLACE_GATEWAY_STORE_SQLITE_WAL_RESERVE_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"

namespace enlace::store {

// After how many pages SQLite checkpoints, and with that begins its log anew.
inline constexpr int64_t kWalPages = 8000;
// What the log holds by then: pages of 4 KiB, each with a frame header of 24 bytes.
inline constexpr int64_t kWholeWal = kWalPages * (4096 + 24) + 32;

// Lengthens the file to `bytes` with zeros and syncs it; a longer file stays as it
// is. A sync of a file that grows has the file system write its own journal as
// well, which now and then takes several times as long as the data; the log of a
// gateway that was just started grows with each commit. SQLite takes zeros for the
// end of its log, and writes over them.
//   UNAVAILABLE  the file is not there, or the disk has no room. What was there
//                is whole; without the reserve commits are slower and nothing else.
absl::Status ReserveWal(const std::string& path, int64_t bytes);

}  // namespace enlace::store

#endif  // ENLACE_GATEWAY_STORE_SQLITE_WAL_RESERVE_H_
