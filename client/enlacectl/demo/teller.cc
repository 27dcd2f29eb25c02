#include "client/enlacectl/demo/teller.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gateway/base/status_macros.h"
#include "google/protobuf/util/json_util.h"

namespace enlace::client::demo {

void Teller::Step(absl::string_view text) { out_ << "\n" << ++step_ << ". " << text << std::endl; }

void Teller::Say(absl::string_view text) { out_ << "  " << text << std::endl; }

void Teller::Show(absl::string_view text) {
  out_ << "  | " << absl::StrReplaceAll(absl::StripTrailingAsciiWhitespace(text), {{"\n", "\n  | "}})
       << std::endl;
}

absl::Status Expect(bool holds, absl::string_view what) {
  if (holds) return absl::OkStatus();
  return absl::InternalError(absl::StrCat("the demo did not go as it should: ", what));
}

absl::StatusOr<v1::ListReferralsResponse> ListOf(Teller& teller, const std::string& who) {
  ASSIGN_OR_RETURN(const std::string json, teller.Run(who, {"-o", "json", "referral", "list"}));
  v1::ListReferralsResponse list;
  if (!google::protobuf::util::JsonStringToMessage(json, &list).ok()) {
    return absl::InternalError("enlacectl referral list: its answer is not JSON");
  }
  return list;
}

const v1::Leg* LegOf(const v1::Referral& referral, absl::string_view agency) {
  for (const v1::Leg& leg : referral.legs()) {
    if (leg.recipient().agency_id() == agency) return &leg;
  }
  return nullptr;
}

}  // namespace enlace::client::demo
