// What commands on cases share: how a case is named, and how an act is sent.
#ifndef ENLACE_CLIENT_ENLACECTL_CASE_ACT_H_
#define ENLACE_CLIENT_ENLACECTL_CASE_ACT_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "client/enlacectl/context.h"
#include "enlace/v1/case_service.grpc.pb.h"

namespace enlace::client {

// The flags --case and --native.
struct CaseKeyFlags {
  std::string case_id;
  std::string native;
};

void AddCaseKeyFlags(CLI::App* verb, CaseKeyFlags& flags);

// INVALID_ARGUMENT naming --case unless one of the two is given.
absl::StatusOr<v1::CaseKey> ToCaseKey(Context& context, const CaseKeyFlags& flags);

// The case as we may know it; the look is on the record.
absl::StatusOr<v1::GetCaseStatusResponse> ReadCaseStatus(Context& context, const CaseKeyFlags& flags);

// Calls a command of the case service, signed, under a new request_id unless the
// request has one, and shows `text` of the answer with its verified receipt.
template <typename Request, typename Response>
absl::Status SendCaseAct(Context& context, Request request,
                         grpc::Status (v1::CaseService::StubInterface::*method)(grpc::ClientContext*,
                                                                                const Request&, Response*),
                         std::string (*text)(const Response&) = nullptr) {
  if (request.request_id().empty()) request.set_request_id(base::NewUuid(context.random()));
  request.set_officer_pseudonym(context.globals().officer);
  ASSIGN_OR_RETURN(Session* const session, context.OpenSession());
  ASSIGN_OR_RETURN(const TrustedLogs logs, context.OpenLogs());
  ASSIGN_OR_RETURN(const ledger::VerifierKey case_log, logs.CaseLog());
  ASSIGN_OR_RETURN(const Response response,
                   session->CallAct<v1::CaseService>(case_log.name(), method, request));
  ASSIGN_OR_RETURN(const std::string receipt, context.CheckReceipt(response.receipt()));
  context.Show(response, absl::StrCat(text == nullptr ? "" : text(response), receipt, "\n"));
  return absl::OkStatus();
}

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_ENLACECTL_CASE_ACT_H_
