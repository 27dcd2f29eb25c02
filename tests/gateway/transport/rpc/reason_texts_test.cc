#include "gateway/transport/rpc/reason_texts.h"

#include <gtest/gtest.h>

#include <set>

namespace enlace::transport {
namespace {

TEST(ReasonTextsTest, EveryReasonOfTheContractHasItsOwnTextInEachLanguage) {
  const google::protobuf::EnumDescriptor* reasons = v1::ErrorReason_descriptor();
  std::set<std::string> seen;
  for (int i = 0; i < reasons->value_count(); ++i) {
    const auto reason = static_cast<v1::ErrorReason>(reasons->value(i)->number());
    if (reason == v1::ERROR_REASON_UNSPECIFIED) continue;
    const ReasonText& text = TextOf(reason, absl::StatusCode::kUnavailable);
    EXPECT_NE(text.en, TextOf(v1::ERROR_REASON_UNSPECIFIED, absl::StatusCode::kUnavailable).en)
        << reasons->value(i)->name();
    for (const absl::string_view sentence : {text.en, text.es, text.pt_br}) {
      EXPECT_FALSE(sentence.empty());
      EXPECT_TRUE(seen.insert(std::string(sentence)).second) << sentence;
    }
  }
}

TEST(ReasonTextsTest, WithoutAReasonTheCodeSpeaks) {
  EXPECT_EQ(TextOf(v1::ERROR_REASON_UNSPECIFIED, absl::StatusCode::kUnimplemented).en,
            "this method is not served on this port");
  EXPECT_FALSE(TextOf(v1::ERROR_REASON_UNSPECIFIED, absl::StatusCode::kOutOfRange).pt_br.empty());
}

}  // namespace
}  // namespace enlace::transport
