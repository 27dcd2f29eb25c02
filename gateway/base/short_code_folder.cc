#include "gateway/base/short_code_folder.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_replace.h"

namespace enlace::base {

std::string ShortCodeFolder(absl::string_view short_code) {
  return absl::StrReplaceAll(absl::AsciiStrToUpper(short_code),
                             {{"*", "_"}, {"~", "_"}, {"$", "_"}, {"=", "_"}, {" ", "-"}});
}

}  // namespace enlace::base
