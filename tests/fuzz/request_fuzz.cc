// Every request of enlace.v1, from every kind of caller, through its handler to
// its answer, over a gateway that holds a case. The first byte says which method,
// the second who calls, the rest is the message. Within it "@case", "@referral",
// "@leg", "@measure", "@warning" and "@token" stand for those of the scene, so that input gets past the
// forms of identifiers; every request_id is new, but for those without a form.
#include <cstdint>
#include <functional>

#include "gateway/base/errors.h"
#include "gateway/base/identifier.h"
#include "gateway/base/time_text.h"
#include "tests/fuzz/fuzz_input.h"
#include "tests/support/gateway_fixture.h"

namespace enlace {
namespace {

using fuzz::Demand;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// What a name in the input stands for.
using Names = std::map<std::string, std::string>;

// What a caller can tell from a refusal, and from an answer that it was one.
struct Answer {
  absl::Status status;
  int times = 0;
};

class Gateway : public GatewayFixture {
 public:
  Gateway() {
    EnrolScene();
    for (const char* id : {kSender, kFederal, kProsecutor, kOmbudsman, kPolice, kStranger}) {
      callers_.push_back(CallerOf(id));
    }
    callers_.push_back(Administrator());
    callers_.push_back(identity::Caller());
    const v1::Referral referral = MustSubmit(kSender, Urgent(), {kPolice});
    live_ = {{"@case", referral.case_id()},       {"@referral", referral.referral_id()},
             {"@leg", referral.legs(0).leg_id()}, {"@measure", Protect(referral)},
             {"@token", TokenFor(kProsecutor)},   {"@warning", Warn()}};
    absent_ = {{"@case", NoSuchId()},    {"@referral", NoSuchId()},   {"@leg", NoSuchId()},
               {"@measure", NoSuchId()}, {"@token", live_["@token"]}, {"@warning", NoSuchId()}};
    ListMethods();
  }
  void TestBody() override {}

  // Whether so much was written that a new one is due.
  bool is_full() { return LogSize() > 3000 || LogSize(v1::LOG_ID_TRUST) > 1000; }

  void Try(fuzz::Input input) {
    const Method& method = methods_[input.Byte() % methods_.size()];
    const identity::Caller& caller = callers_[input.Byte() % callers_.size()];
    const std::string bytes(input.Rest());
    const Answer answer = method(caller, bytes, live_);
    Check(answer);
    // A case that it must never know of, and one that nobody has, are the same.
    if (caller.agency_id == kPolice) {
      Demand(answer.status == method(caller, bytes, absent_).status,
             "an excluded case is like an absent one");
    }
  }

 private:
  // The id of a measure of the referral, for which its sender answers.
  std::string Protect(const v1::Referral& referral) {
    v1::AdvanceMeasureRequest request;
    request.set_request_id(NewId());
    request.set_referral_id(referral.referral_id());
    request.set_officer_pseudonym("officer-1");
    request.mutable_request()->set_kind(v1::MEASURE_KIND_PROTECTIVE);
    request.mutable_request()->set_type(v1::MEASURE_TYPE_PATROL);
    request.mutable_request()->set_covers(v1::SUBJECT_KIND_INDIVIDUAL);
    request.mutable_request()->set_persons_covered(1);
    return fuzz::Must(Call(api().advance_measure, CallerOf(kSender), request)).measure().measure_id();
  }
  // The id of a warning that the police have no part in.
  std::string Warn() {
    v1::IssueWarningRequest request;
    request.set_request_id(NewId());
    request.set_officer_pseudonym("officer-1");
    v1::Warning& warning = *request.mutable_warning();
    warning.set_mechanism_id("mx-federal");
    warning.set_message_type(v1::WARNING_MESSAGE_TYPE_ALERT);
    warning.add_subdivisions("MX-CHH");
    warning.set_urgency(v1::WARNING_URGENCY_EXPECTED);
    warning.set_severity(v1::WARNING_SEVERITY_SEVERE);
    warning.set_certainty(v1::WARNING_CERTAINTY_LIKELY);
    *warning.mutable_expire_time() = base::ToProto(clock_.Now() + absl::Hours(24));
    warning.add_addressees()->set_agency_id(kProsecutor);
    *warning.mutable_sealed_alert() = SealTo(kFederal, {kFederal, kProsecutor});
    return fuzz::Must(Call(api().issue_warning, CallerOf(kFederal), request)).warning().warning_id();
  }
  using Method = std::function<Answer(const identity::Caller&, const std::string& bytes, const Names&)>;

  static void Check(const Answer& answer) {
    Demand(answer.times == 1, "every request is answered, once");
    if (answer.status.ok()) return;
    const bool is_ours = absl::IsInternal(answer.status) || absl::IsDataLoss(answer.status) ||
                         absl::IsUnknown(answer.status) || absl::IsUnavailable(answer.status);
    if (is_ours) std::fprintf(stderr, "%s\n", answer.status.ToString().c_str());
    Demand(!is_ours, "no request makes a defect of ours");
    Demand(base::ReasonOf(answer.status) != v1::ERROR_REASON_UNSPECIFIED, "a refusal has a reason");
    if (absl::IsInvalidArgument(answer.status) &&
        base::ReasonOf(answer.status) == v1::ERROR_REASON_FIELD_INVALID) {
      Demand(!base::FieldOf(answer.status).empty(), "what is invalid is named");
    }
  }

  // Puts the scene into the strings of `message`.
  void FillIn(const Names& names, Message* message) {
    const auto* reflection = message->GetReflection();
    std::vector<const FieldDescriptor*> fields;
    reflection->ListFields(*message, &fields);
    for (const FieldDescriptor* field : fields) {
      if (field->is_map()) continue;
      const int count = field->is_repeated() ? reflection->FieldSize(*message, field) : 1;
      for (int i = 0; i < count; ++i) {
        if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
          FillIn(names, field->is_repeated() ? reflection->MutableRepeatedMessage(message, field, i)
                                             : reflection->MutableMessage(message, field));
        } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING && !field->is_repeated()) {
          const std::string text = reflection->GetString(*message, field);
          const auto name = names.find(text);
          if (name != names.end()) reflection->SetString(message, field, name->second);
          if (base::CheckRequestId("request_id", text).ok()) reflection->SetString(message, field, NewId());
        }
      }
    }
  }

  template <typename Request>
  bool Read(const std::string& bytes, const Names& names, Request* request) {
    const bool is_read = request->ParseFromString(bytes);
    if (is_read) FillIn(names, request);
    return is_read;
  }

  template <typename Request, typename Response>
  void Add(service::Handler<Request, Response>* handler) {
    methods_.push_back(
        [this, handler](const identity::Caller& caller, const std::string& bytes, const Names& names) {
          Request request;
          if (!Read(bytes, names, &request)) return Answer{absl::OkStatus(), 1};
          auto answer = std::make_shared<Answer>();
          handler->Handle(caller, request, [answer](absl::StatusOr<Response> response) {
            answer->status = response.status();
            ++answer->times;
          });
          Pump();
          return *answer;
        });
  }

  template <typename Request, typename Response>
  void Add(service::StreamHandler<Request, Response>* handler) {
    methods_.push_back(
        [handler, this](const identity::Caller& caller, const std::string& bytes, const Names& names) {
          Request request;
          if (!Read(bytes, names, &request)) return Answer{absl::OkStatus(), 1};
          const auto stream = handler->Open(caller, request);
          return Answer{stream.ok() ? (*stream)->Poll().status() : stream.status(), 1};
        });
  }

  // In the order of services.h, which corpora rely on: new ones go to the end.
  void ListMethods() {
    const service::Services& s = api();
    Add(s.submit_referral), Add(s.get_referral), Add(s.list_referrals), Add(s.advance_leg);
    Add(s.get_case_status), Add(s.batch_get_case_status), Add(s.report_investigation_status);
    Add(s.report_protection_status), Add(s.link_native_number), Add(s.acknowledge), Add(s.watch);
    Add(s.list_agencies), Add(s.get_agency), Add(s.list_mechanisms), Add(s.resolve_recipients);
    Add(s.enroll), Add(s.renew), Add(s.get_trust_bundle), Add(s.create_agency), Add(s.update_agency);
    Add(s.suspend_agency), Add(s.reinstate_agency), Add(s.create_enrollment_token), Add(s.list_certificates);
    Add(s.revoke_certificate), Add(s.get_revocation_list), Add(s.get_checkpoint), Add(s.get_entries);
    Add(s.get_inclusion_proof), Add(s.get_consistency_proof), Add(s.list_accesses);
    Add(s.reclassify_referral);
    Add(s.issue_warning), Add(s.answer_warning), Add(s.get_warning), Add(s.list_warnings);
    Add(s.advance_measure), Add(s.withdraw_consent), Add(s.get_report), Add(s.get_unanswered);
    Add(s.list_connections), Add(s.cut_connections);
    Add(s.preview_revocation);
    Add(s.reinstate_certificate);
    Add(s.lift_exclusion);
    Add(s.adopt_mechanisms);
    Add(s.list_authorities);
    Add(s.advance_authority);
    Add(s.get_gateway_status);
    Add(s.create_proposal);
    Add(s.list_proposals);
    Add(s.approve_proposal);
    Add(s.reject_proposal);
    Add(s.est_enroll), Add(s.est_renew), Add(s.est_ca_certificates);
    Demand(methods_.size() * sizeof(void*) == sizeof(service::Services),
           "every method of the contract takes part");
  }

  std::vector<identity::Caller> callers_;
  Names live_;
  Names absent_;
  std::vector<Method> methods_;
};

}  // namespace
}  // namespace enlace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static auto* gateway = new std::unique_ptr<enlace::Gateway>;
  if (*gateway == nullptr || (*gateway)->is_full()) *gateway = std::make_unique<enlace::Gateway>();
  (*gateway)->Try(enlace::fuzz::Input(data, size));
  return 0;
}
