#include "client/enlacectl/watch_command.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <optional>
#include <ostream>

#include "absl/strings/str_cat.h"
#include "client/enlacectl/enum_text.h"
#include "client/enlacectl/referral_text.h"
#include "client/error_text.h"
#include "client/feed_watcher.h"
#include "enlace/v1/feed_service.grpc.pb.h"
#include "google/protobuf/util/json_util.h"

namespace enlace::client {
namespace {

struct Flags {
  int64_t after = -1;
  bool until_caught_up = false;
  bool acknowledge = false;
};

std::string ClockNoticeText(const v1::FeedItem& item) {
  if (!item.has_clock()) return "";
  const v1::ClockNotice& clock = item.clock();
  return absl::StrCat(clock.rule_id(), " ", EnumText(clock.level()), ", due ", TimeCell(clock.due_time()));
}

constexpr Phrase kTls = {"TLS certificate", "certificado TLS", "certificado TLS"};
constexpr Phrase kSealing = {"sealing certificate", "certificado de sellado", "certificado de selagem"};
constexpr Phrase kIssued = {"was issued: if you did not ask for it, tell the administrator",
                            "fue emitido: si no lo pidieron, avisen a la administración",
                            "foi emitido: se não o pediram, avisem a administração"};
constexpr Phrase kRevoked = {"was revoked", "fue revocado", "foi revogado"};
constexpr Phrase kReinstated = {"is good again", "vuelve a ser válido", "voltou a ser válido"};
constexpr Phrase kExpiring = {"ends soon: renew it", "vence pronto: renuévenlo",
                              "vence em breve: renovem-no"};
constexpr Phrase kExpired = {"has ended: ask the administrator for a token",
                             "venció: pidan un token a la administración",
                             "venceu: peçam um token à administração"};

const Phrase* ChangePhrase(v1::CertificateChange change) {
  switch (change) {
    case v1::CERTIFICATE_CHANGE_ISSUED:
      return &kIssued;
    case v1::CERTIFICATE_CHANGE_REVOKED:
      return &kRevoked;
    case v1::CERTIFICATE_CHANGE_REINSTATED:
      return &kReinstated;
    case v1::CERTIFICATE_CHANGE_EXPIRING:
      return &kExpiring;
    case v1::CERTIFICATE_CHANGE_EXPIRED:
      return &kExpired;
    default:
      return nullptr;
  }
}

std::string CertificateNoticeText(const v1::FeedItem& item, Language language) {
  if (!item.has_certificate()) return "";
  const v1::CertificateNotice& notice = item.certificate();
  const Phrase& usage = notice.usage() == v1::CERTIFICATE_USAGE_SEALING ? kSealing : kTls;
  const Phrase* const change = ChangePhrase(notice.change());
  return absl::StrCat("  ", usage.In(language), " ", notice.serial(), " (", notice.unit_id(), ", ",
                      TimeCell(notice.not_after()), ") ", change == nullptr ? "" : change->In(language));
}

// One line per item: a stream has no table to align.
void Print(const Context& context, const v1::FeedItem& item) {
  std::ostream& out = context.environment().out;
  if (context.json()) {
    google::protobuf::util::JsonPrintOptions options;
    options.preserve_proto_field_names = true;
    std::string line;
    if (google::protobuf::util::MessageToJsonString(item, &line, options).ok()) out << line << std::endl;
    return;
  }
  out << Printable(absl::StrCat(item.position(), "  ", TimeCell(item.record_time()), "  ",
                                EnumText(item.kind()), "  ", item.short_code(), "  ",
                                EnumText(item.leg_state()), "  ",
                                item.warning_id().empty() ? item.referral_id() : item.warning_id(), "  ",
                                AgencyText(item.actor()), ClockNoticeText(item),
                                CertificateNoticeText(item, context.language())))
      << std::endl;
}

absl::Status Acknowledge(Session& session, uint64_t position) {
  v1::AcknowledgeRequest request;
  request.set_position(position);
  return session.Call<v1::FeedService>(&v1::FeedService::StubInterface::Acknowledge, request).status();
}

absl::Status Watch(Context& context, const Flags& flags) {
  ASSIGN_OR_RETURN(Session* const session, context.OpenSession());
  Stopper stopper;
  FeedWatcher watcher(*session, stopper);
  FeedCallbacks callbacks;
  callbacks.on_item = [&](const v1::FeedItem& item) {
    Print(context, item);
    return flags.acknowledge ? Acknowledge(*session, item.position()) : absl::OkStatus();
  };
  bool caught_up = false;
  callbacks.on_caught_up = [&] {
    caught_up = true;
    if (flags.until_caught_up) stopper.Stop();
  };
  callbacks.on_interruption = [&](const absl::Status& status, absl::Duration delay) {
    context.Progress(
        absl::StrCat(ErrorText(status, context.language()), " [", absl::FormatDuration(delay), "]"));
  };
  const std::optional<uint64_t> after =
      flags.after < 0 ? std::nullopt : std::optional<uint64_t>(static_cast<uint64_t>(flags.after));
  const absl::Status status = watcher.Watch(after, callbacks);
  return flags.until_caught_up && caught_up && absl::IsCancelled(status) ? absl::OkStatus() : status;
}

}  // namespace

void AddWatchCommand(CLI::App& app, Context& context) {
  const auto flags = std::make_shared<Flags>();
  CLI::App* watch =
      AddVerb(&app, context, "watch", "Follow our feed: one line per item, through interruptions",
              {"enlacectl watch --after 1042", "enlacectl watch -o json --until-caught-up"},
              [&context, flags] { return Watch(context, *flags); });
  watch->add_option("--after", flags->after, "Last position handled; none means from the first item ever");
  watch->add_flag("--until-caught-up", flags->until_caught_up,
                  "End at the end of the feed instead of waiting");
  watch->add_flag("--acknowledge", flags->acknowledge, "Tell the gateway each position as handled");
}

}  // namespace enlace::client
