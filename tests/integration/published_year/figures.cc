#include "tests/integration/published_year/figures.h"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <numeric>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"

namespace enlace::published_year {
namespace {

[[noreturn]] void Malformed(const std::string& path, int line, absl::string_view what) {
  std::fprintf(stderr, "%s:%d: %s\n", path.c_str(), line, std::string(what).c_str());
  std::abort();
}

// Visits every petition once, far from in order, so that no two fields that are
// spread by different strides go together.
class Spread {
 public:
  Spread(size_t size, size_t stride) : size_(size), stride_(stride) {
    while (size_ > 0 && std::gcd(stride_, size_) != 1) ++stride_;
  }
  size_t Next() { return (place_++ * stride_) % size_; }
  size_t taken() const { return place_; }

 private:
  const size_t size_;
  size_t stride_;
  size_t place_ = 0;
};

template <typename Enum>
bool Parse(const google::protobuf::EnumDescriptor* type, const std::string& prefix, const std::string& name,
           Enum* out) {
  const auto* value = type->FindValueByName(prefix + absl::AsciiStrToUpper(name));
  if (value != nullptr) *out = static_cast<Enum>(value->number());
  return value != nullptr;
}

bool ParseMeasure(const std::string& text, v1::RequestMeasure* out, int* persons) {
  const std::vector<std::string> parts = absl::StrSplit(text, '|');
  v1::MeasureKind kind;
  v1::MeasureType type;
  v1::SubjectKind covers;
  if (parts.size() != 4 || !Parse(v1::MeasureKind_descriptor(), "MEASURE_KIND_", parts[0], &kind) ||
      !Parse(v1::MeasureType_descriptor(), "MEASURE_TYPE_", parts[1], &type) ||
      !Parse(v1::SubjectKind_descriptor(), "SUBJECT_KIND_", parts[2], &covers) ||
      !absl::SimpleAtoi(parts[3], persons)) {
    return false;
  }
  out->set_kind(kind);
  out->set_type(type);
  out->set_covers(covers);
  return true;
}

// The i-th of `count` shares of `whole`, which differ by one at most.
int Share(int whole, int count, int i) { return whole / count + (i < whole % count ? 1 : 0); }

}  // namespace

Figures Figures::Read(const std::string& path) {
  Figures out;
  std::ifstream file(path);
  if (!file) Malformed(path, 0, "cannot be read");
  std::optional<Spread> procedure, population, perpetrator, incident, fate;
  std::string line;
  for (int number = 1; std::getline(file, line); ++number) {
    if (line.empty() || line[0] == '#') continue;
    const std::vector<std::string> cells = absl::StrSplit(line, absl::MaxSplits(';', 3));
    int count = 0;
    if (cells.size() != 4 || cells[3].empty() || !absl::SimpleAtoi(cells[2], &count) || count < 0) {
      Malformed(path, number, "is not field;value;count;statement");
    }
    const std::string& field = cells[0];
    const std::string& value = cells[1];
    if (field == "petitions") {
      const auto size = static_cast<size_t>(count);
      out.all_.resize(size);
      for (size_t i = 0; i < size; ++i) {
        out.all_[i].reference = absl::StrFormat("%s-%05d", value, i + 1);
      }
      procedure.emplace(size, size * 3 / 7);
      // As fate: it is of the first population named that something becomes.
      population.emplace(size, size * 7 / 19);
      perpetrator.emplace(size, size * 4 / 13);
      incident.emplace(size, size * 6 / 17);
      fate.emplace(size, size * 7 / 19);
      continue;
    }
    if (!fate.has_value()) Malformed(path, number, "comes before petitions");
    const auto spread = [&](Spread* by, auto set) {
      for (int i = 0; i < count; ++i) {
        if (by->taken() == out.all_.size()) Malformed(path, number, "counts more than there are petitions");
        set(&out.all_[by->Next()], i);
      }
    };
    if (field == "procedure") {
      spread(&*procedure, [&](Petition* p, int) { p->procedure = value; });
    } else if (field == "population") {
      spread(&*population, [&](Petition* p, int) { p->population = value; });
    } else if (field == "perpetrator") {
      spread(&*perpetrator, [&](Petition* p, int) { p->perpetrator = value; });
    } else if (field == "incident") {
      spread(&*incident, [&](Petition* p, int) { p->incident = value; });
    } else if (field == "declined") {
      spread(&*fate, [&](Petition* p, int) { p->fate = Fate::kDeclined; });
    } else if (field == "granted" || field == "denied") {
      v1::RequestMeasure measure;
      int persons = 0;
      if (!ParseMeasure(value, &measure, &persons)) {
        Malformed(path, number, "names no kind|type|subject|persons");
      }
      spread(&*fate, [&](Petition* p, int i) {
        p->fate = field == "granted" ? Fate::kGranted : Fate::kMeasureDenied;
        p->measure = measure;
        p->measure->set_persons_covered(static_cast<uint32_t>(Share(persons, count, i)));
      });
    } else {
      Malformed(path, number, absl::StrCat("has no field ", field));
    }
  }
  for (const Petition& petition : out.all_) {
    if (petition.procedure.empty() || petition.population.empty() || petition.perpetrator.empty() ||
        petition.incident.empty()) {
      Malformed(path, 0, "the counts of a field do not sum to petitions");
    }
  }
  return out;
}

}  // namespace enlace::published_year
