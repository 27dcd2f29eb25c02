// The header fields of one request, in one block of memory.
#ifndef ENLACE_GATEWAY_TRANSPORT_HTTP_HEADER_LIST_H_
#define ENLACE_GATEWAY_TRANSPORT_HTTP_HEADER_LIST_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace enlace::transport {

// One field to be sent. Borrowed for the length of a call.
struct Header {
  absl::string_view name;  // lower case
  absl::string_view value;
};

// Fields in the order of their arrival; names in lower case. A repeated name
// stays repeated. Reusable without allocation after Clear. Not thread-safe.
class HeaderList {
 public:
  void Add(absl::string_view name, absl::string_view value) {
    fields_.push_back({static_cast<uint32_t>(text_.size()), static_cast<uint32_t>(name.size()),
                       static_cast<uint32_t>(value.size())});
    text_.append(name.data(), name.size());
    text_.append(value.data(), value.size());
  }
  void Clear() {
    text_.clear();
    fields_.clear();
  }
  size_t size() const { return fields_.size(); }
  Header at(size_t i) const {
    const Field& field = fields_[i];
    const char* const begin = text_.data() + field.begin;
    return {{begin, field.name}, {begin + field.name, field.value}};
  }
  // The first value of that name; empty if there is none. Views are good until
  // the next Add or Clear.
  absl::string_view Get(absl::string_view name) const {
    for (size_t i = 0; i < fields_.size(); ++i) {
      const Header header = at(i);
      if (header.name == name) return header.value;
    }
    return {};
  }
  bool Has(absl::string_view name) const {
    for (size_t i = 0; i < fields_.size(); ++i) {
      if (at(i).name == name) return true;
    }
    return false;
  }

 private:
  struct Field {
    uint32_t begin, name, value;
  };
  std::string text_;
  std::vector<Field> fields_;
};

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_HTTP_HEADER_LIST_H_
