#include "gateway/service/report/get_report.h"

#include <memory>
#include <utility>

#include "gateway/base/status_macros.h"
#include "gateway/base/time_text.h"
#include "gateway/report/count.h"
#include "gateway/report/period.h"
#include "gateway/report/report.h"
#include "gateway/service/report/drawn.h"
#include "gateway/store/case_statistics.h"

namespace enlace::service {
namespace {

using Request = v1::GetReportRequest;
using Response = v1::GetReportResponse;

absl::StatusOr<v1::Report> Draw(const Core& core, const identity::Caller& caller, const Request& request) {
  ASSIGN_OR_RETURN(const Drawing drawing, AuthorizeDrawing(core, caller, request.mechanism_id(),
                                                           request.officer_pseudonym(), request.purpose()));
  RETURN_IF_ERROR(report::CheckReportForm(drawing.mechanism, request));
  ASSIGN_OR_RETURN(const report::Period period, report::PeriodOf(drawing.mechanism, request));
  ASSIGN_OR_RETURN(const std::unique_ptr<store::Reader> reader, core.store.Read());
  ASSIGN_OR_RETURN(const absl::Time as_of, DrawingTime(core));
  report::Count count(period, request.subdivision(), as_of);
  RETURN_IF_ERROR(store::ForEachCounted(*reader, drawing.grant,
                                        [&](const store::v1::CaseState& counted) { count.Add(counted); }));
  return report::MakeReport(drawing.mechanism, request, period, as_of, core.smallest_cell, count);
}

}  // namespace

void GetReport::Handle(const identity::Caller& caller, const Request& request, Done<Response> done) {
  absl::StatusOr<v1::Report> report = Draw(core_, caller, request);
  if (!report.ok()) return done(report.status());
  store::v1::ReportDrawn drawn;
  drawn.set_kind("report");
  drawn.set_mechanism_id(report->mechanism_id());
  *drawn.mutable_start_time() = report->start_time();
  *drawn.mutable_end_time() = report->end_time();
  Response response;
  response.set_document(report->SerializeAsString());
  *response.mutable_report() = *std::move(report);
  ledger::Draft draft = DraftOfDrawing(caller, std::move(drawn), response.document(),
                                       request.officer_pseudonym(), request.purpose());
  RecordDrawing(core_, std::move(draft), std::move(response), std::move(done));
}

}  // namespace enlace::service
