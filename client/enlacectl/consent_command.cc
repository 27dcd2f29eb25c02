#include "client/enlacectl/consent_command.h"

#include <CLI/CLI.hpp>
#include <memory>

#include "client/enlacectl/case_act.h"
#include "client/enlacectl/referral_text.h"

namespace enlace::client {
namespace {

struct Flags {
  std::string referral;
  std::string reason;
  std::string request_id;
  bool petition_withdrawn = false;
};

absl::Status Withdraw(Context& context, const Flags& flags) {
  v1::WithdrawConsentRequest request;
  request.set_request_id(flags.request_id);
  request.set_referral_id(flags.referral);
  request.set_reason(flags.reason);
  request.set_petition_withdrawn(flags.petition_withdrawn);
  return SendCaseAct<v1::WithdrawConsentRequest, v1::WithdrawConsentResponse>(
      context, request, &v1::CaseService::StubInterface::WithdrawConsent,
      [](const v1::WithdrawConsentResponse& response) { return LegsText(response.ended_legs()); });
}

}  // namespace

void AddWithdrawConsent(CLI::App* referral, Context& context) {
  const auto flags = std::make_shared<Flags>();
  CLI::App* verb = AddVerb(
      referral, context, "withdraw-consent",
      "Withdraw the consent: every leg ends, and every holder is told to stop using what it holds",
      {"enlacectl referral withdraw-consent --referral 01HX... --reason subject-asked --officer of-3"},
      [&context, flags] { return Withdraw(context, *flags); });
  verb->add_option("--referral", flags->referral, "Referral, 26 characters")->required();
  verb->add_option("--reason", flags->reason, "Coded reason, at most 64 characters; never a person's data")
      ->required();
  verb->add_flag("--petition-withdrawn", flags->petition_withdrawn,
                 "The petition itself was withdrawn: its clocks fall away, too");
  verb->add_option("--request-id", flags->request_id, "UUID version 4; the same one never acts twice");
}

}  // namespace enlace::client
