#include "client/enlacectl/report/document.h"

#include <nlohmann/json.hpp>

#include "client/enlacectl/output.h"
#include "enlace/v1/report_service.pb.h"
#include "gateway/base/digest.h"
#include "tests/support/status_matchers.h"

namespace enlace::client {
namespace {

class DocumentTest : public ::testing::Test {
 protected:
  DocumentTest() {
    list_.set_mechanism_id("mx-federal");
    list_.add_legs()->set_waiting_hours(7);
    proof_.record.mutable_event()->mutable_report_drawn()->set_digest(
        base::Sha256({list_.SerializeAsString()}));
  }
  nlohmann::json Saved() {
    v1::GetUnansweredResponse response;
    *response.mutable_list() = list_;
    response.set_document(list_.SerializeAsString());
    return nlohmann::json::parse(FormatJson(response));
  }
  v1::UnansweredList list_;
  ledger::VerifiedReceipt proof_;
};

TEST_F(DocumentTest, TheDocumentOfTheReceiptPasses) {
  EXPECT_THAT(CheckDocument(proof_, list_.SerializeAsString(), list_), IsOk());
  EXPECT_THAT(CheckSavedDocument(proof_, Saved()), IsOk());
  EXPECT_THAT(CheckSavedDocument(proof_, nlohmann::json::object()), IsOk());
}

TEST_F(DocumentTest, AnotherDocumentAndAReceiptOfAnotherActAreFoundOut) {
  v1::UnansweredList other = list_;
  other.clear_legs();
  EXPECT_THAT(CheckDocument(proof_, other.SerializeAsString(), other), StatusIs(absl::StatusCode::kDataLoss));
  proof_.record.clear_event();
  EXPECT_THAT(CheckDocument(proof_, list_.SerializeAsString(), list_), StatusIs(absl::StatusCode::kDataLoss));
}

TEST_F(DocumentTest, ANumberThatWasChangedForTheReaderIsFoundOut) {
  nlohmann::json saved = Saved();
  saved["list"]["legs"][0]["waiting_hours"] = "6";
  EXPECT_THAT(CheckSavedDocument(proof_, saved), StatusIs(absl::StatusCode::kDataLoss));
}

TEST_F(DocumentTest, AMalformedAnswerIsRefused) {
  nlohmann::json saved = Saved();
  saved["document"] = 7;
  EXPECT_THAT(CheckSavedDocument(proof_, saved), StatusIs(absl::StatusCode::kInvalidArgument));
  saved = Saved();
  saved["list"] = "nobody";
  EXPECT_THAT(CheckSavedDocument(proof_, saved), StatusIs(absl::StatusCode::kInvalidArgument));
  saved.erase("list");
  EXPECT_THAT(CheckSavedDocument(proof_, saved), StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace enlace::client
