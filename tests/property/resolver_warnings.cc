// What a command says of a warning, as the request of it.
#include <algorithm>

#include "gateway/base/time_text.h"
#include "tests/property/resolver.h"

namespace enlace::property {

v1::IssueWarningRequest Resolver::Issue(const Command& command, absl::Time now) const {
  const Warn& warn = command.warn();
  v1::IssueWarningRequest request;
  v1::Warning& warning = *request.mutable_warning();
  warning = warn.warning();
  if (warning.message_type() != v1::WARNING_MESSAGE_TYPE_ALERT || warn.references() > 0) {
    warning.set_references_warning_id(WarningId(warn.references()));
  }
  const auto ahead = [&](int32_t seconds) { return base::ToProto(now + absl::Seconds(seconds)); };
  if (warn.has_effective_in_seconds()) {
    *warning.mutable_effective_time() = ahead(warn.effective_in_seconds());
  }
  if (warn.has_expire_in_seconds()) *warning.mutable_expire_time() = ahead(warn.expire_in_seconds());
  if (warn.has_respond_in_seconds()) *warning.mutable_respond_by_time() = ahead(warn.respond_in_seconds());
  if (warn.claims_output()) {
    warning.set_warning_id(WarningId(warn.references()));
    warning.mutable_issuer()->set_agency_id("cndh");
    warning.set_state(v1::WARNING_STATE_REPLACED);
    *warning.mutable_record_time() = ahead(-3600);
  }
  std::vector<std::string> readers(warn.seal_also_to().begin(), warn.seal_also_to().end());
  for (const v1::AgencyRef& addressee : warning.addressees()) readers.push_back(addressee.agency_id());
  std::erase(readers, warn.not_sealed_to());
  *warning.mutable_sealed_alert() = seal_(command.caller(), readers);
  return request;
}

v1::AnswerWarningRequest Resolver::Reply(const Command& command) const {
  const Respond& respond = command.respond();
  v1::AnswerWarningRequest request;
  request.set_warning_id(WarningId(respond.warning()));
  request.set_response(respond.response());
  if (respond.note_to_size() > 0) {
    *request.mutable_sealed_note() =
        seal_(command.caller(), std::vector<std::string>(respond.note_to().begin(), respond.note_to().end()));
  }
  return request;
}

}  // namespace enlace::property
