#include "client/enlacectl/report/document.h"

#include <nlohmann/json.hpp>

#include "absl/strings/escaping.h"
#include "enlace/v1/report_service.pb.h"
#include "gateway/base/digest.h"
#include "gateway/base/status_macros.h"
#include "google/protobuf/util/json_util.h"

namespace enlace::client {
namespace {

template <typename Shown>
absl::Status CheckShown(const ledger::VerifiedReceipt& proof, const std::string& document,
                        const nlohmann::json& json) {
  Shown shown;
  if (!google::protobuf::util::JsonStringToMessage(json.dump(), &shown).ok()) {
    return absl::InvalidArgumentError("what the answer shows beside its document is malformed");
  }
  return CheckDocument(proof, document, shown);
}

}  // namespace

absl::Status CheckDocument(const ledger::VerifiedReceipt& proof, absl::string_view document,
                           const google::protobuf::Message& shown) {
  const std::string& digest = proof.record.event().report_drawn().digest();
  if (digest.empty() || digest != base::Sha256({document})) {
    return absl::DataLossError("the receipt is about another document than this one");
  }
  if (shown.SerializeAsString() != document) {
    return absl::DataLossError("what is shown is not what the document says");
  }
  return absl::OkStatus();
}

absl::Status CheckSavedDocument(const ledger::VerifiedReceipt& proof, const nlohmann::json& answer) {
  const auto field = answer.find("document");
  if (field == answer.end()) return absl::OkStatus();
  std::string document;
  if (!field->is_string() || !absl::Base64Unescape(field->get<std::string>(), &document)) {
    return absl::InvalidArgumentError("the answer's document is not Base64");
  }
  if (answer.contains("report")) return CheckShown<v1::Report>(proof, document, answer["report"]);
  if (answer.contains("list")) return CheckShown<v1::UnansweredList>(proof, document, answer["list"]);
  return absl::InvalidArgumentError("the answer has a document and nothing that it would say");
}

}  // namespace enlace::client
