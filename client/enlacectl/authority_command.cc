#include "client/enlacectl/authority_command.h"

#include <CLI/CLI.hpp>
#include <memory>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/enlacectl/enum_text.h"
#include "enlace/v1/administration_service.grpc.pb.h"
#include "gateway/base/errors.h"

namespace enlace::client {
namespace {

using Administration = v1::AdministrationService;

constexpr size_t kShortId = 16;

absl::StatusOr<v1::ListAuthoritiesResponse> Fetch(Session& session) {
  return session.Call<Administration>(&Administration::StubInterface::ListAuthorities,
                                      v1::ListAuthoritiesRequest());
}

absl::Status List(Context& context) {
  ASSIGN_OR_RETURN(Session* const session, context.OpenSession());
  ASSIGN_OR_RETURN(const v1::ListAuthoritiesResponse response, Fetch(*session));
  Table table{{"AUTHORITY", "STATE", "SINCE", "NOT AFTER", "IN FORCE", "DO NOT KNOW ITS ROOT"}, {}};
  for (const v1::Authority& authority : response.authorities()) {
    table.rows.push_back({authority.authority_id().substr(0, kShortId), EnumText(authority.state()),
                          TimeCell(authority.state_time()), TimeCell(authority.not_after()),
                          absl::StrCat(authority.valid_certificates()),
                          absl::StrJoin(authority.unaware_agency_ids(), " ")});
  }
  context.Show(response, FormatTable(table));
  return absl::OkStatus();
}

// The one authority whose id begins so: sixty-four digits are not for people.
absl::StatusOr<std::string> FullId(Session& session, const std::string& start) {
  ASSIGN_OR_RETURN(const v1::ListAuthoritiesResponse response, Fetch(session));
  std::string id;
  for (const v1::Authority& authority : response.authorities()) {
    if (!absl::StartsWith(authority.authority_id(), start)) continue;
    if (!id.empty()) return base::InvalidField("AUTHORITY", "more than one begins so: give more digits");
    id = authority.authority_id();
  }
  if (id.empty()) return absl::NotFoundError(absl::StrCat("no authority begins with ", start));
  return id;
}

struct AdvanceFlags {
  std::string authority;
  std::string to;
  std::string reason;
  bool force = false;
};

absl::Status Advance(Context& context, const AdvanceFlags& flags) {
  v1::AdvanceAuthorityRequest request;
  request.set_request_id(base::NewUuid(context.random()));
  ASSIGN_OR_RETURN(const v1::AuthorityState to, ParseEnumText<v1::AuthorityState>("--to", flags.to));
  request.set_to(to);
  request.set_force(flags.force);
  request.set_reason(flags.reason);
  ASSIGN_OR_RETURN(Session* const session, context.OpenSession());
  ASSIGN_OR_RETURN(*request.mutable_authority_id(), FullId(*session, flags.authority));
  ASSIGN_OR_RETURN(const v1::AdvanceAuthorityResponse response,
                   session->Call<Administration>(&Administration::StubInterface::AdvanceAuthority, request));
  ASSIGN_OR_RETURN(const std::string receipt, context.CheckReceipt(response.receipt()));
  context.Show(response, absl::StrCat("authority ", response.authority().authority_id().substr(0, kShortId),
                                      " is ", EnumText(response.authority().state()), "\n", receipt, "\n"));
  return absl::OkStatus();
}

}  // namespace

void AddAuthorityCommand(CLI::App& app, Context& context) {
  CLI::App* authority =
      AddNoun(&app, "authority", "How one authority takes over from another (administrators)");
  AddVerb(authority, context, "list", "List the authorities, and who does not know their roots yet",
          {"enlacectl authority list"}, [&context] { return List(context); });
  const auto flags = std::make_shared<AdvanceFlags>();
  CLI::App* advance = AddVerb(authority, context, "advance", "Take the next step of an authority's life",
                              {"enlacectl authority advance 5f3a09 --to published --reason 'yearly rotation'",
                               "enlacectl authority advance 5f3a09 --to issuing --reason 'yearly rotation'",
                               "enlacectl authority advance 81c2dd --to retired --reason 'yearly rotation'"},
                              [&context, flags] { return Advance(context, *flags); });
  advance->add_option("AUTHORITY", flags->authority, "First digits of its id, as the list shows it")
      ->required();
  advance->add_option("--to", flags->to, "published, issuing or retired")->required();
  advance->add_option("--reason", flags->reason, "Why, for the record")->required();
  advance->add_flag("--force", flags->force, "Although agencies will need tokens again");
}

}  // namespace enlace::client
