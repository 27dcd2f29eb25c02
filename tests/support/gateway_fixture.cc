#include "tests/support/gateway_fixture.h"

#include <cstdio>
#include <cstdlib>

#include "certs/x509/signing_request.h"
#include "gateway/base/digest.h"
#include "gateway/base/identifier.h"
#include "gateway/base/time_text.h"
#include "gateway/delivery/feed_reader.h"
#include "gateway/store/tables.h"

namespace enlace {
namespace {

template <typename T>
T Must(absl::StatusOr<T> value) {
  if (!value.ok()) {
    std::fprintf(stderr, "GatewayFixture: %s\n", value.status().ToString().c_str());
    std::abort();
  }
  return *std::move(value);
}

std::unique_ptr<ledger::LogKey> KeyOf(absl::string_view origin, char seed) {
  return Must(ledger::LogKey::FromSeed(origin, base::Secret(std::string(32, seed))));
}

}  // namespace

GatewayFixture::GatewayFixture(Mode mode, size_t batch_size, store::Store* other, absl::Time now)
    : mode_(mode),
      clock_(now),
      pki_(kTrustDomain, now),
      state_(other == nullptr ? static_cast<store::Store&>(store_) : *other),
      case_key_(KeyOf("enlace.example.mx/caselog/1", 'c')),
      trust_key_(KeyOf("enlace.example.mx/trustlog/1", 't')),
      mechanisms_(Must(mechanism::MechanismSet::Load(ENLACE_SOURCE_DIR "/mechanisms"))),
      identifier_(std::make_unique<identity::Identifier>(pki_.authorities(), roster_, clock_, kTrustDomain)) {
  ledger::Sequencer::Dependencies dependencies{
      .store = state_,
      .clock = clock_,
      .random = random_,
      .case_key = *case_key_,
      .trust_key = *trust_key_,
      .feeds_grew = [this](const std::vector<std::string>& agencies) { feeds_.Wake(agencies); }};
  sequencer_ = Must(ledger::Sequencer::New(dependencies, mode));
  core_.reset(new service::Core{.sequencer = *sequencer_,
                                .store = state_,
                                .authorizer = authorizer_,
                                .mechanisms = *mechanisms_,
                                .roster = roster_,
                                .feeds = feeds_,
                                .authority = pki_.authorities(),
                                .connections = connections_,
                                .revocation_list = revocation_list_,
                                .clock = clock_,
                                .case_key = *case_key_,
                                .trust_key = *trust_key_,
                                .token_key = token_key_,
                                .trust_domain = kTrustDomain,
                                .enrollment_address = "gateway.example.mx:8443",
                                .tls_life = absl::Hours(24 * 7),
                                .sealing_life = absl::Hours(24 * 90),
                                .token_life = absl::Hours(24)});
  handlers_ = std::make_unique<service::HandlerSet>(*core_, batch_size);
  api_ = handlers_->services();
}

GatewayFixture::~GatewayFixture() { sequencer_->Stop(); }

identity::Caller GatewayFixture::Administrator() const {
  identity::Caller caller;
  caller.kind = identity::Caller::Kind::kAdministrator;
  caller.administrator = "ana";
  caller.uri = identity::AdministratorUri(kTrustDomain, "ana");
  return caller;
}

identity::Caller GatewayFixture::CallerOf(const std::string& agency_id) const {
  return Must(identifier_->Identify(Keys(agency_id).tls.ToPem()));
}

v1::Agency GatewayFixture::Entry(const std::string& id, v1::AgencyKind kind,
                                 const std::vector<std::string>& territories) const {
  v1::Agency agency;
  agency.set_agency_id(id);
  agency.set_display_name("Agency " + id);
  agency.set_kind(kind);
  agency.set_country("MX");
  for (const std::string& territory : territories) agency.add_territories(territory);
  agency.add_unit_ids("main");
  agency.set_language("es");
  return agency;
}

void GatewayFixture::RegisterAgency(const std::string& id, v1::AgencyKind kind,
                                    const std::vector<std::string>& territories) {
  v1::CreateAgencyRequest request;
  request.set_request_id(NewId());
  *request.mutable_agency() = Entry(id, kind, territories);
  Must(Call(api_.create_agency, Administrator(), request));
}

std::string GatewayFixture::TokenFor(const std::string& agency_id, uint32_t life_seconds) {
  v1::CreateEnrollmentTokenRequest request;
  request.set_request_id(NewId());
  request.mutable_agency()->set_agency_id(agency_id);
  request.mutable_agency()->set_unit_id("main");
  request.set_life_seconds(life_seconds);
  return Must(Call(api_.create_enrollment_token, Administrator(), request)).token();
}

v1::EnrollRequest GatewayFixture::NewEnrollment(const std::string& token, const std::string& agency_id) {
  const std::string uri = identity::AgencyUri(kTrustDomain, agency_id, "main");
  certs::PrivateKey tls = Must(certs::PrivateKey::Generate());
  certs::PrivateKey sealing = Must(certs::PrivateKey::Generate());
  v1::EnrollRequest request;
  request.set_token(token);
  request.set_tls_csr_der(Must(certs::MakeSigningRequest(tls, uri)));
  request.set_sealing_csr_der(Must(certs::MakeSigningRequest(sealing, uri)));
  // The root stands in for the certificates until they are issued.
  const certs::Certificate& none = pki_.authority().root();
  enrolled_.insert_or_assign(agency_id, EnrolledAgency{uri, std::move(tls), std::move(sealing), none, none});
  return request;
}

void GatewayFixture::EnrolAgency(const std::string& id) {
  const v1::EnrollRequest request = NewEnrollment(TokenFor(id), id);
  const v1::EnrollResponse response = Must(Call(api_.enroll, identity::Caller(), request));
  EnrolledAgency& agency = enrolled_.at(id);
  agency.tls = Must(certs::Certificate::FromPem(response.certificates().tls_chain_pem()));
  agency.sealing = Must(certs::Certificate::FromPem(response.certificates().sealing_chain_pem()));
}

void GatewayFixture::EnrolScene() {
  RegisterAgency(kSender, v1::AGENCY_KIND_STATE_PROTECTION_UNIT, {"MX-CHH"});
  RegisterAgency(kFederal, v1::AGENCY_KIND_PROTECTION_UNIT);
  RegisterAgency(kProsecutor, v1::AGENCY_KIND_PROSECUTOR, {"MX-CHH"});
  RegisterAgency(kOmbudsman, v1::AGENCY_KIND_OMBUDSMAN);
  RegisterAgency(kPolice, v1::AGENCY_KIND_POLICE, {"MX-CHH"});
  RegisterAgency(kStranger, v1::AGENCY_KIND_PROSECUTOR, {"MX-SON"});
  for (const char* id : {kSender, kFederal, kProsecutor, kOmbudsman, kPolice, kStranger}) EnrolAgency(id);
}

void GatewayFixture::Suspend(const std::string& agency_id) {
  v1::SuspendAgencyRequest request;
  request.set_request_id(NewId());
  request.set_agency_id(agency_id);
  request.set_reason("audit");
  Must(Call(api_.suspend_agency, Administrator(), request));
}

void GatewayFixture::Reinstate(const std::string& agency_id) {
  v1::ReinstateAgencyRequest request;
  request.set_request_id(NewId());
  request.set_agency_id(agency_id);
  request.set_reason("audit-done");
  Must(Call(api_.reinstate_agency, Administrator(), request));
}

void GatewayFixture::SetMandate(const std::string& agency_id, absl::Time until) {
  v1::UpdateAgencyRequest request;
  request.set_request_id(NewId());
  for (const v1::Agency& agency : roster_.Agencies()) {
    if (agency.agency_id() == agency_id) *request.mutable_agency() = agency;
  }
  request.mutable_agency()->clear_mandates();
  v1::Mandate* mandate = request.mutable_agency()->add_mandates();
  mandate->set_legal_act("Act 1");
  if (until != absl::InfiniteFuture()) *mandate->mutable_valid_to() = base::ToProto(until);
  Must(Call(api_.update_agency, Administrator(), request));
}

void GatewayFixture::Revoke(const certs::Certificate& certificate) {
  v1::RevokeCertificateRequest request;
  request.set_request_id(NewId());
  request.set_serial(certificate.serial());
  request.set_reason(v1::REVOCATION_REASON_KEY_COMPROMISE);
  Must(Call(api_.revoke_certificate, Administrator(), request));
}

v1::Classification GatewayFixture::Urgent(const std::string& subdivision) const {
  v1::Classification c = Ordinary(subdivision);
  c.set_procedure(v1::PROCEDURE_TYPE_URGENT);
  c.add_urgency_grounds(v1::URGENCY_GROUND_LIFE);
  return c;
}

v1::Classification GatewayFixture::Ordinary(const std::string& subdivision) const {
  v1::Classification c;
  c.set_mechanism_id("mx-federal");
  c.set_procedure(v1::PROCEDURE_TYPE_ORDINARY);
  c.set_subject_kind(v1::SUBJECT_KIND_INDIVIDUAL);
  c.add_population(v1::POPULATION_GROUP_JOURNALIST);
  c.set_perpetrator(v1::PERPETRATOR_CATEGORY_UNIDENTIFIED);
  c.add_incidents(v1::INCIDENT_TYPE_THREAT);
  c.mutable_territory()->set_country("MX");
  c.mutable_territory()->set_subdivision(subdivision);
  c.set_persons_covered(1);
  return c;
}

v1::SealedPayload GatewayFixture::SealTo(const std::string& sender, const std::vector<std::string>& agencies,
                                         const std::string& content) {
  v1::SealedPayload sealed;
  certs::SealRequest seal;
  seal.content = content;
  std::map<std::string, std::string> agency_of;  // By serial.
  for (const std::string& id : agencies) {
    seal.recipients.push_back(Keys(id).sealing);
    agency_of[Keys(id).sealing.serial()] = id;
  }
  seal.binding.set_case_id(NoSuchId());
  seal.binding.set_request_id(NewId());
  seal.binding.set_log_origin(case_key_->origin());
  seal.signed_at = clock_.Now();
  sealed.set_cms(
      Must(certs::Seal(seal, Keys(sender).sealing_key, Keys(sender).sealing, pki_.authority().issuing())));
  sealed.set_digest(base::Sha256(sealed.cms()));
  sealed.set_content_schema(1);
  // DER orders the envelope's recipients; the list has to follow it.
  for (const std::string& serial : Must(certs::InspectEnvelope(sealed.cms())).recipient_serials) {
    v1::SealedRecipient* recipient = sealed.add_recipients();
    recipient->set_agency_id(agency_of.at(serial));
    recipient->set_key_id(Keys(recipient->agency_id()).sealing.key_id());
  }
  return sealed;
}

v1::SubmitReferralRequest GatewayFixture::Submission(const std::string& sender,
                                                     const v1::Classification& classification,
                                                     const std::vector<std::string>& excluded,
                                                     const std::string& case_id) {
  v1::SubmitReferralRequest request;
  request.set_request_id(NewId());
  request.set_case_id(case_id);
  *request.mutable_classification() = classification;
  request.mutable_disclosure()->set_basis(v1::DISCLOSURE_BASIS_INFORMED_CONSENT);
  *request.mutable_disclosure()->mutable_given_time() = base::ToProto(clock_.Now());
  *request.mutable_petition_time() = base::ToProto(clock_.Now());
  request.set_officer_pseudonym("officer-" + sender);
  v1::ResolveRecipientsRequest resolve;
  *resolve.mutable_classification() = classification;
  *resolve.mutable_petition_time() = request.petition_time();
  for (const std::string& id : excluded) {
    v1::ExcludedAgency* entry = request.add_excluded_agencies();
    entry->set_agency_id(id);
    entry->set_ground("alleged-involvement");
    *resolve.add_excluded_agencies() = *entry;
  }
  const v1::ResolveRecipientsResponse route = Must(Call(api_.resolve_recipients, CallerOf(sender), resolve));
  std::vector<std::string> readers = {sender};
  for (const v1::ResolvedRecipient& recipient : route.recipients()) {
    *request.add_planned_legs() = recipient.planned_leg();
    if (recipient.planned_leg().access() == v1::ACCESS_GRADE_FULL) {
      readers.push_back(recipient.planned_leg().recipient().agency_id());
    }
  }
  *request.mutable_sealed() = SealTo(sender, readers);
  return request;
}

v1::Referral GatewayFixture::MustSubmit(const std::string& sender, const v1::Classification& classification,
                                        const std::vector<std::string>& excluded,
                                        const std::string& case_id) {
  return Must(Call(api_.submit_referral, CallerOf(sender),
                   Submission(sender, classification, excluded, case_id)))
      .referral();
}

v1::Leg GatewayFixture::LegOf(const v1::Referral& referral, const std::string& agency_id) {
  const store::v1::CaseState state = StateOf(referral.case_id());
  for (const store::v1::ReferralRecord& record : state.referrals()) {
    if (record.referral_id() != referral.referral_id()) continue;
    for (const v1::Leg& leg : record.legs()) {
      if (leg.recipient().agency_id() == agency_id) return leg;
    }
  }
  ADD_FAILURE() << agency_id << " has no leg";
  return v1::Leg();
}

v1::AdvanceLegRequest GatewayFixture::Command(const v1::Referral& referral, const std::string& agency_id,
                                              const FillAction& fill) {
  const v1::Leg leg = LegOf(referral, agency_id);
  v1::AdvanceLegRequest request;
  request.set_request_id(NewId());
  request.set_referral_id(referral.referral_id());
  request.set_leg_id(leg.leg_id());
  request.set_expected_version(leg.version());
  request.set_officer_pseudonym("officer-" + agency_id);
  fill(&request);
  return request;
}

absl::StatusOr<v1::AdvanceLegResponse> GatewayFixture::Advance(const v1::Referral& referral,
                                                               const std::string& agency_id,
                                                               const FillAction& fill,
                                                               const std::string& caller_id) {
  return Call(api_.advance_leg, CallerOf(caller_id.empty() ? agency_id : caller_id),
              Command(referral, agency_id, fill));
}

void GatewayFixture::Receive(const v1::Referral& referral, const std::string& agency_id) {
  Must(Advance(referral, agency_id, ConfirmDelivery()));
  Must(Advance(referral, agency_id, ConfirmReception()));
}

v1::AdvanceLegResponse GatewayFixture::Accept(const v1::Referral& referral, const std::string& agency_id) {
  Receive(referral, agency_id);
  return Must(Advance(referral, agency_id, AcceptLeg()));
}

std::vector<v1::FeedItem> GatewayFixture::FeedOf(const std::string& agency_id) {
  const auto stream = Must(api_.watch->Open(CallerOf(agency_id), v1::WatchRequest()));
  std::vector<v1::FeedItem> items;
  for (;;) {
    const std::unique_ptr<v1::WatchResponse> page = Must(stream->Poll());
    if (page == nullptr) return items;
    for (const v1::FeedItem& item : page->items()) {
      if (item.kind() != v1::FEED_KIND_CERTIFICATE) items.push_back(item);
    }
  }
}

std::vector<v1::FeedItem> GatewayFixture::CertificateNoticesOf(const std::string& agency_id) {
  std::vector<v1::FeedItem> items =
      Must(delivery::ReadFeed(*Must(state_.Read()), agency_id, absl::nullopt, 100'000)).items;
  std::erase_if(items, [](const v1::FeedItem& item) { return item.kind() != v1::FEED_KIND_CERTIFICATE; });
  return items;
}

store::v1::CaseState GatewayFixture::StateOf(const std::string& case_id) {
  const auto reader = Must(state_.Read());
  const auto state = Must(store::GetProto<store::v1::CaseState>(*reader, store::Table::kCase, case_id));
  return state.value_or(store::v1::CaseState());
}

store::v1::Record GatewayFixture::RecordAt(uint64_t index, v1::LogId log) {
  return Must(log_.OpenRecord(log, index)).record;
}

absl::StatusOr<ledger::VerifiedReceipt> GatewayFixture::Verify(const v1::Receipt& receipt) const {
  return ledger::VerifyReceipt(receipt, case_key_->verifier());
}

absl::StatusOr<ledger::VerifiedReceipt> GatewayFixture::VerifyTrust(const v1::Receipt& receipt) const {
  return ledger::VerifyReceipt(receipt, trust_key_->verifier());
}

v1::GetCaseStatusRequest GatewayFixture::LookAt(const std::string& case_id) {
  v1::GetCaseStatusRequest request;
  request.mutable_key()->set_case_id(case_id);
  request.set_officer_pseudonym("officer-looking");
  request.set_purpose("risk-review");
  return request;
}

}  // namespace enlace
