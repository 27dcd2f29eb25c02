#include "gateway/service/replay/replay.h"

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/strip.h"
#include "enlace/store/v1/state.pb.h"
#include "enlace/v1/ledger_service.pb.h"
#include "gateway/base/status_macros.h"
#include "gateway/ledger/log_view.h"
#include "gateway/service/replay/approval_replay.h"
#include "gateway/service/replay/authority_replay.h"
#include "gateway/service/replay/case_replay.h"
#include "gateway/service/replay/directory_replay.h"
#include "gateway/service/replay/expiry_replay.h"
#include "gateway/service/replay/notice_replay.h"
#include "gateway/service/replay/request_replay.h"
#include "gateway/service/replay/warning_replay.h"
#include "gateway/store/tables.h"
#include "gateway/store/warning_rows.h"

namespace enlace::service {
namespace {

using store::Row;
using store::Table;

std::string AgencyOfFeedKey(const std::string& key) { return key.substr(0, key.find('\0')); }

// One run. Reads the logs, then compares.
class Run {
 public:
  explicit Run(store::Store& store, store::Reader& reader) : keys_(store.keys()), reader_(reader) {}

  absl::StatusOr<ReplayReport> Go() {
    RETURN_IF_ERROR(ReadLog(v1::LOG_ID_CASE));
    RETURN_IF_ERROR(ReadLog(v1::LOG_ID_TRUST));
    RETURN_IF_ERROR(Compare());
    report_.cases = cases_.cases().size();
    report_.erased_cases = erased_cases_.size();
    report_.warnings = warnings_.warnings().size();
    return std::move(report_);
  }

 private:
  absl::Status ReadLog(v1::LogId log) {
    store::Range range;
    range.prefix = store::LogPrefix(log);
    for (;;) {
      ASSIGN_OR_RETURN(const std::vector<Row> rows, reader_.Scan(Table::kBundle, range));
      if (rows.empty()) return absl::OkStatus();
      for (const Row& row : rows) RETURN_IF_ERROR(ReadBundle(log, row));
      range.after = rows.back().key;
    }
  }

  absl::Status ReadBundle(v1::LogId log, const Row& row) {
    ledger::Bundle bundle;
    bundle.first_index = store::NumberAtEnd(row.key);
    if (!bundle.row.ParseFromString(row.value))
      return absl::DataLossError("a bundle of records cannot be parsed");
    const uint64_t end = bundle.first_index + bundle.row.records_size();
    for (int i = 0; i < bundle.row.records_size(); ++i) {
      ++report_.records;
      const absl::StatusOr<ledger::OpenedRecord> opened = ledger::OpenBundled(bundle, i, log, keys_);
      if (absl::IsNotFound(opened.status())) {
        Forget(bundle.row.records(i).subject());
        continue;
      }
      RETURN_IF_ERROR(opened.status());
      const uint64_t index = bundle.first_index + i;
      requests_.Add(log, index, end, opened->record);
      expiry_.Add(opened->record);
      if (log == v1::LOG_ID_CASE) {
        cases_.Add(index, opened->record);
        warnings_.Add(index, opened->record);
        notices_.Add(index, opened->record);
        authorities_.AddCase(index, opened->record);
      } else {
        authorities_.AddTrust(opened->record);
        directory_.Add(index, opened->record);
        approvals_.Add(index, opened->record);
      }
    }
    return absl::OkStatus();
  }

  void Forget(absl::string_view subject) {
    is_complete_ = false;
    if (absl::ConsumePrefix(&subject, "case:")) erased_cases_.emplace(subject);
    if (absl::ConsumePrefix(&subject, "agency:")) erased_agencies_.emplace(subject);
    if (absl::ConsumePrefix(&subject, "warning:")) erased_warnings_.emplace(subject);
  }

  absl::Status Compare() {
    store::ComparisonReport& report = report_.comparison;
    RETURN_IF_ERROR(store::CompareCases(reader_, cases_.cases(), erased_cases_, &report));
    RETURN_IF_ERROR(store::CompareWarnings(reader_, warnings_.warnings(), erased_warnings_, &report));
    RETURN_IF_ERROR(CompareFeeds(&report));
    RETURN_IF_ERROR(requests_.Compare(
        reader_, [this](const std::string& hash) { return directory_.IsSpent(hash); }, is_complete_,
        &report));
    const std::function<bool(const Row&)> none;
    RETURN_IF_ERROR(store::CompareRows(reader_, Table::kAgency, directory_.AgencyRows(), none, &report));
    RETURN_IF_ERROR(store::CompareRows(reader_, Table::kToken, directory_.TokenRows(), none, &report));
    RETURN_IF_ERROR(
        store::CompareRows(reader_, Table::kCertificate, directory_.CertificateRows(), none, &report));
    RETURN_IF_ERROR(store::CompareRows(reader_, Table::kSubject, directory_.SubjectRows(), none, &report));
    RETURN_IF_ERROR(
        store::CompareRows(reader_, Table::kAuthority, authorities_.AuthorityRows(), none, &report));
    RETURN_IF_ERROR(store::CompareRows(reader_, Table::kBundleInstalled, authorities_.BundleInstalledRows(),
                                       none, &report));
    RETURN_IF_ERROR(approvals_.Compare(reader_, &report));
    return CompareExpiry(&report);
  }

  // Where an agency's warnings were erased, how far they had come cannot be known.
  absl::Status CompareExpiry(store::ComparisonReport* report) {
    if (!erased_agencies_.empty()) return absl::OkStatus();
    const ExpiryReplay::Tables tables = expiry_.Rows();
    const std::function<bool(const Row&)> none;
    RETURN_IF_ERROR(store::CompareRows(reader_, Table::kExpiry, tables.expiry, none, report));
    return store::CompareRows(reader_, Table::kExpiryDue, tables.due, none, report);
  }

  absl::Status CompareFeeds(store::ComparisonReport* report) {
    store::Rows feeds = cases_.FeedRows();
    feeds.insert(authorities_.FeedRows().begin(), authorities_.FeedRows().end());
    feeds.insert(warnings_.FeedRows().begin(), warnings_.FeedRows().end());
    feeds.insert(notices_.FeedRows().begin(), notices_.FeedRows().end());
    RETURN_IF_ERROR(store::CompareRows(
        reader_, Table::kFeed, feeds,
        [this](const Row& row) {
          store::v1::FeedRow parsed;
          if (!parsed.ParseFromString(row.value)) return false;
          return erased_cases_.contains(parsed.item().case_id()) ||
                 erased_warnings_.contains(parsed.item().warning_id()) ||
                 (parsed.item().has_certificate() && erased_agencies_.contains(AgencyOfFeedKey(row.key)));
        },
        report));
    return store::CompareRows(
        reader_, Table::kFeedCursor, cases_.CursorRows(),
        [this](const Row& row) { return erased_agencies_.contains(row.key); }, report);
  }

  store::KeyVault& keys_;
  store::Reader& reader_;
  CaseReplay cases_;
  WarningReplay warnings_;
  NoticeReplay notices_;
  DirectoryReplay directory_;
  ApprovalReplay approvals_;
  ExpiryReplay expiry_;
  AuthorityReplay authorities_;
  RequestReplay requests_;
  std::set<std::string> erased_cases_;
  std::set<std::string> erased_agencies_;
  std::set<std::string> erased_warnings_;
  bool is_complete_ = true;
  ReplayReport report_;
};

}  // namespace

absl::StatusOr<ReplayReport> Replay(store::Store& store) {
  ASSIGN_OR_RETURN(const std::unique_ptr<store::Reader> reader, store.Read());
  return Run(store, *reader).Go();
}

}  // namespace enlace::service
