// P3 inside the gateway: an excluded agency gets the answer that an unknown case
// gets, for the same work and under as many records.
#include <sqlite3.h>

#include "absl/strings/str_cat.h"
#include "gateway/store/sqlite/sqlite_store.h"
#include "tests/property/counting_store.h"
#include "tests/property/silent_scene.h"
#include "tests/support/temporary_folder.h"

namespace enlace::property {
namespace {

// SQL statements that any connection of this process ran.
uint64_t statements = 0;

int CountStatement(unsigned, void*, void*, void*) {
  ++statements;
  return 0;
}

int TraceConnection(sqlite3* db, char**, const void*) {
  return sqlite3_trace_v2(db, SQLITE_TRACE_STMT, CountStatement, nullptr);
}

std::unique_ptr<store::Store> OpenTraced(const std::string& folder) {
  sqlite3_auto_extension(reinterpret_cast<void (*)()>(TraceConnection));
  store::SqliteStore::Options options;
  options.folder = folder;
  auto opened = store::SqliteStore::New(std::move(options));
  if (!opened.ok()) std::abort();
  return *std::move(opened);
}

// Outlives the scene that works on it.
struct CountedStore {
  explicit CountedStore(bool on_disk)
      : store(on_disk ? OpenTraced(folder.File("state")) : std::make_unique<store::MemoryStore>()) {}
  TemporaryFolder folder;
  std::unique_ptr<store::Store> store;
  CountingStore counting{*store};
};

// One scene over a store in memory, or over SQLite.
template <bool kOnDisk>
class SilenceOver : private CountedStore, public SilentScene {
 protected:
  SilenceOver() : CountedStore(kOnDisk), SilentScene(Mode::kManual, &counting, FakeClock().Now()) {}

  struct Observed {
    absl::StatusOr<std::string> answer;
    Work work;
  };
  Observed Observe(const Question& question, const Ids& ids) {
    counting.TakeWork();
    const uint64_t records = LogSize() + LogSize(v1::LOG_ID_TRUST);
    counting.TakeWork();
    statements = 0;
    Observed observed{question.ask(ids), counting.TakeWork()};
    observed.work["statements"] = statements;
    observed.work["records"] = LogSize() + LogSize(v1::LOG_ID_TRUST) - records;
    return observed;
  }

  void ExpectSilence() {
    for (const Question& question : Questions()) {
      SCOPED_TRACE(question.name);
      // The first question of a kind may fill caches, and every 256th record fills a
      // tile of the log, whatever it is about.
      (void)Observe(question, Unknown(question.caller));
      while (LogSize() % 256 > 250)
        (void)Call(api().get_case_status, CallerOf(kStranger), LookAt(NoSuchId()));
      const Ids unknown = Unknown(question.caller);
      const Observed nothing = Observe(question, unknown);
      const Observed secret = Observe(question, Secret(question.caller));
      EXPECT_EQ(secret.work, nothing.work);
      if (!nothing.answer.ok()) {
        EXPECT_THAT(secret.answer, SameRefusalAs(nothing.answer.status()));
        continue;
      }
      // Only a batch is answered: with its keys, and nothing else.
      v1::BatchGetCaseStatusResponse batch;
      ASSERT_TRUE(secret.answer.ok() && batch.ParseFromString(*secret.answer));
      for (const v1::BatchCaseStatus& result : batch.results()) {
        EXPECT_FALSE(result.has_status() || result.has_record());
      }
      EXPECT_EQ(secret.answer->size(), nothing.answer->size());
    }
  }
};

using SilenceInMemoryTest = SilenceOver<false>;
using SilenceOnDiskTest = SilenceOver<true>;

TEST_F(SilenceInMemoryTest, AnExcludedAgencyIsAnsweredAsForAnUnknownCaseWithTheSameWork) { ExpectSilence(); }

TEST_F(SilenceOnDiskTest, AnExcludedAgencyIsAnsweredAsForAnUnknownCaseWithTheSameStatements) {
  ExpectSilence();
}

// Two gateways that differ in one case alone, which the prosecutor was excluded from
// after it had accepted it.
class Twin : public GatewayFixture {
 public:
  explicit Twin(bool with_secret) {
    EnrolScene();
    for (int i = 0; i < 3; ++i) MustSubmit(kSender, Ordinary());
    if (!with_secret) return;
    const v1::Referral secret = MustSubmit(kSender, Urgent());
    Accept(secret, kProsecutor);
    MustSubmit(kSender, Urgent(), {kProsecutor}, secret.case_id());
  }
  void TestBody() override {}

  // Every page of the list, with its token and without its record.
  std::vector<std::string> Pages(int32_t size) {
    std::vector<std::string> pages;
    v1::ListReferralsRequest request;
    request.set_page_size(size);
    do {
      auto response = Call(api().list_referrals, CallerOf(kProsecutor), request);
      if (!response.ok()) return {response.status().ToString()};
      response->clear_record();
      pages.push_back(response->SerializeAsString());
      request.set_page_token(response->next_page_token());
    } while (!request.page_token().empty());
    return pages;
  }
  std::vector<std::string> Feed() {
    std::vector<std::string> items;
    for (const v1::FeedItem& item : FeedOf(kProsecutor)) items.push_back(item.SerializeAsString());
    return items;
  }
};

TEST(SilenceTwinTest, ListsTokensAndFeedsOfTheExcludedAreThoseOfAGatewayWithoutTheCase) {
  Twin with(true);
  Twin without(false);
  for (int32_t size = 1; size <= 5; ++size) EXPECT_EQ(with.Pages(size), without.Pages(size)) << size;
  EXPECT_EQ(with.Feed(), without.Feed());
  EXPECT_FALSE(with.Feed().empty());
}

}  // namespace
}  // namespace enlace::property
