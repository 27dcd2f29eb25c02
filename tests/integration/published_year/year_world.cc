#include "tests/integration/published_year/year_world.h"

#include <cstdio>
#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "certs/x509/tls_policy.h"
#include "gateway/base/identifier.h"
#include "gateway/base/log.h"
#include "gateway/transport/tls/tls_files.h"

namespace enlace::published_year {
namespace {

constexpr char kTrustDomain[] = "year.enlace.test";
// Certificates hold in the year that is played and today: the TLS library looks at
// the machine's clock, all of ours at the year's.
constexpr absl::Duration kLife = absl::Hours(24 * 365 * 20);
constexpr absl::Duration kLimit = absl::Minutes(15);

void Check(absl::string_view what, const absl::Status& status) {
  if (status.ok()) return;
  std::fprintf(stderr, "YearWorld: %s: %s\n", std::string(what).c_str(), status.ToString().c_str());
  std::abort();
}

template <typename T>
T Must(absl::string_view what, absl::StatusOr<T> value) {
  Check(what, value.status());
  return *std::move(value);
}

std::unique_ptr<ledger::LogKey> KeyOf(absl::string_view log, char seed) {
  return Must("log key", ledger::LogKey::FromSeed(absl::StrCat(kTrustDomain, "/", log, "/1"),
                                                  base::Secret(std::string(32, seed))));
}

}  // namespace

YearWorld::YearWorld(absl::Time now) : clock_(now) {
  Check("TLS policy", certs::ApplyTlsPolicy());
  base::SetLogLevel(base::LogLevel::kError);
  certs::InitOptions options;
  options.folder = folder_.File("ca");
  options.trust_domain = kTrustDomain;
  options.now = now - absl::Hours(24);
  options.root_life = kLife;
  options.issuing_life = kLife;
  Check("authority", certs::InitAuthority(options, random_));
  authority_ = Must("authority", certs::AuthoritySet::Load({options.folder, {}}, random_));
  store::SqliteStore::Options files;
  files.folder = folder_.File("state");
  store_ = Must("store", store::SqliteStore::New(std::move(files)));
  case_key_ = KeyOf("caselog", 'c');
  trust_key_ = KeyOf("trustlog", 't');
  mechanisms_ = Must("mechanisms", mechanism::MechanismSet::Load(ENLACE_SOURCE_DIR "/mechanisms"));
  identifier_ = std::make_unique<identity::Identifier>(*authority_, roster_, clock_, kTrustDomain);
  sequencer_ = Must("sequencer",
                    ledger::Sequencer::New({.store = *store_,
                                            .clock = clock_,
                                            .random = random_,
                                            .case_key = *case_key_,
                                            .trust_key = *trust_key_,
                                            .feeds_grew = [this](const std::vector<std::string>& agencies) {
                                              feeds_.Wake(agencies);
                                            }}));
  revocation_list_ = std::make_unique<service::RevocationList>(service::RevocationList::Options(), roster_,
                                                               *authority_, clock_);
  core_.reset(new service::Core{.sequencer = *sequencer_,
                                .store = *store_,
                                .authorizer = authorizer_,
                                .mechanisms = *mechanisms_,
                                .roster = roster_,
                                .feeds = feeds_,
                                .authority = *authority_,
                                .connections = connections_,
                                .revocation_list = *revocation_list_,
                                .clock = clock_,
                                .case_key = *case_key_,
                                .trust_key = *trust_key_,
                                .token_key = token_key_,
                                .trust_domain = kTrustDomain,
                                .enrollment_address = "",
                                .tls_life = kLife,
                                .sealing_life = kLife,
                                .token_life = absl::Hours(24),
                                .require_act_signatures = true,
                                .smallest_cell = 1});
  handlers_ = std::make_unique<service::HandlerSet>(*core_, 100);
  Serve();
}

YearWorld::~YearWorld() {
  systems_.clear();
  desks_.clear();
  mutual_.reset();
  enrollment_.reset();
  sequencer_->Stop();
}

std::unique_ptr<transport::Door> YearWorld::NewServer(transport::PortKind kind) {
  transport::DoorOptions options;
  options.kind = kind;
  options.tls_folder = folder_.File("tls");
  options.connections = &connections_;
  return Must("server", transport::Door::New(options, handlers_->services(), &health_, identifier_.get(),
                                             &roster_, clock_));
}

void YearWorld::Serve() {
  const certs::PrivateKey key = Must("server key", certs::PrivateKey::Generate());
  const certs::Certificate certificate = Must(
      "server certificate", Must("issuing authority", authority_->Issuing())
                                ->IssueTlsServer(key, {"localhost", "127.0.0.1"}, clock_.Now(), kLife));
  Check("TLS files",
        transport::WriteTlsFiles(folder_.File("tls"), key, {certificate, authority_->issuing()}));
  enrollment_ = NewServer(transport::PortKind::kEnrollment);
  core_->enrollment_address = absl::StrCat("127.0.0.1:", enrollment_->port());
  mutual_ = NewServer(transport::PortKind::kMutual);
}

template <typename Request, typename Response>
Response YearWorld::Administer(service::Handler<Request, Response>* handler, const Request& request) {
  identity::Caller caller;
  caller.kind = identity::Caller::Kind::kAdministrator;
  caller.administrator = "ana";
  caller.uri = identity::AdministratorUri(kTrustDomain, "ana");
  std::promise<absl::StatusOr<Response>> answer;
  handler->Handle(caller, request,
                  [&answer](absl::StatusOr<Response> response) { answer.set_value(std::move(response)); });
  return Must("administration", answer.get_future().get());
}

std::string YearWorld::NewId() { return base::NewUuid(random_); }

void YearWorld::Join(const Member& member) {
  service::Services api = handlers_->services();
  v1::CreateAgencyRequest create;
  create.set_request_id(NewId());
  v1::Agency& agency = *create.mutable_agency();
  agency.set_agency_id(member.agency_id);
  agency.set_display_name(member.agency_id);
  agency.set_kind(member.kind);
  agency.set_country(member.country);
  agency.add_unit_ids("main");
  agency.set_language("es");
  Administer(api.create_agency, create);
  v1::CreateEnrollmentTokenRequest token;
  token.set_request_id(NewId());
  token.mutable_agency()->set_agency_id(member.agency_id);
  token.mutable_agency()->set_unit_id("main");
  const std::string secret = Administer(api.create_enrollment_token, token).token();

  auto desk = std::make_unique<Desk>();
  desk->config.set_agency_id(member.agency_id);
  desk->config.set_language("es");
  desk->config.set_state_folder(folder_.File(member.agency_id + "/state"));
  desk->config.set_gateway(absl::StrCat("127.0.0.1:", mutual_->port()));
  desk->config.set_mechanism_id(member.mechanism_id);
  desk->config.mutable_folder()->set_root(FolderOf(member.agency_id));
  desk->config.mutable_folder()->mutable_quiet_time()->set_nanos(1000000);
  desk->config.mutable_folder()->mutable_mapping()->set_time_zone(member.time_zone);
  desk->driver = Must("folder driver", adapters::FolderAdapter::New(desk->config, clock_));
  desk->runtime = Must("adapter", adapters::Runtime::New(desk->config, secret,
                                                         {*desk->driver, clock_, random_, desk->stopper}));
  desks_[member.agency_id] = std::move(desk);
}

void YearWorld::RunAdapter(const std::string& agency_id) {
  Check(agency_id, desks_.at(agency_id)->runtime->RunOnce(kLimit));
}

YearWorld::System& YearWorld::SystemOf(const std::string& agency_id) {
  System& system = systems_[agency_id];
  if (system.session != nullptr) return system;
  const std::string identity = folder_.File(agency_id + "/state/identity");
  system.keystore = Must("keystore", certs::Keystore::Open(identity, random_));
  client::ConnectionOptions options;
  options.address = {"127.0.0.1", static_cast<uint16_t>(mutual_->port())};
  system.connection = Must(
      "connection",
      client::Connection::New(options, Must("identity", client::IdentityFromKeystore(*system.keystore))));
  system.session = std::make_unique<client::Session>(*system.connection, clock_, random_, sleeper_);
  system.logs = Must("logs", client::TrustedLogs::LoadOrFetch(identity, *system.session));
  return system;
}

}  // namespace enlace::published_year
