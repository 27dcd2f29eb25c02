#include "adapters/runtime/sentences.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace enlace::adapters {
namespace {

v1::FeedItem Changed(v1::LegState state) {
  v1::FeedItem item;
  item.set_kind(v1::FEED_KIND_LEG_CHANGED);
  item.set_leg_state(state);
  item.set_short_code("8P0F-B5CQ-9");
  item.mutable_actor()->set_agency_id("mx-fgr");
  return item;
}

TEST(SentencesTest, SaysCodeWhatHappenedAndWhoInTheLanguageOfTheOffice) {
  EXPECT_EQ(SentenceOf(Changed(v1::LEG_STATE_DECLINED), "es"), "8P0F-B5CQ-9: rechazada (mx-fgr).");
  EXPECT_EQ(SentenceOf(Changed(v1::LEG_STATE_DECLINED), "pt-BR"), "8P0F-B5CQ-9: recusada (mx-fgr).");
  EXPECT_EQ(SentenceOf(Changed(v1::LEG_STATE_DECLINED), "en"), "8P0F-B5CQ-9: declined (mx-fgr).");
}

TEST(SentencesTest, EveryStateAndKindHasWordsOfItsOwn) {
  std::set<std::string> states;
  for (int state = v1::LEG_STATE_HELD; state <= v1::LEG_STATE_ENTERED_IN_ERROR; ++state) {
    states.insert(SentenceOf(Changed(static_cast<v1::LegState>(state)), "es"));
  }
  EXPECT_EQ(states.size(), static_cast<size_t>(v1::LEG_STATE_ENTERED_IN_ERROR - v1::LEG_STATE_HELD + 1));
  v1::FeedItem item;
  item.set_kind(v1::FEED_KIND_ACCESS_ENDED);
  EXPECT_THAT(SentenceOf(item, "es"), testing::HasSubstr("dejen de usar"));
  item.set_kind(v1::FEED_KIND_NO_TAKER);
  EXPECT_THAT(SentenceOf(item, "pt-BR"), testing::HasSubstr("nenhum órgão"));
}

TEST(SentencesTest, WhatCouldNotBeKeptSaysWhomToAsk) {
  EXPECT_THAT(UndeliveredSentenceOf(Changed(v1::LEG_STATE_DISPATCHED), "es"),
              testing::AllOf(testing::HasSubstr("8P0F-B5CQ-9"), testing::HasSubstr("no se pudo abrir")));
  EXPECT_THAT(UndeliveredSentenceOf(Changed(v1::LEG_STATE_DISPATCHED), "pt-BR"),
              testing::HasSubstr("não pôde"));
}

}  // namespace
}  // namespace enlace::adapters
