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
  item.set_kind(v1::FEED_KIND_MEASURE_CHANGED);
  EXPECT_THAT(SentenceOf(item, "pt-BR"), testing::HasSubstr("medida de proteção"));
  item.set_kind(v1::FEED_KIND_REFERRAL_RECLASSIFIED);
  EXPECT_THAT(SentenceOf(item, "es"), testing::HasSubstr("presunto responsable"));
}

TEST(SentencesTest, AWarningIsToldByItsNumber) {
  v1::FeedItem item;
  item.set_kind(v1::FEED_KIND_WARNING);
  item.set_warning_id("00000000000000000000000001");
  EXPECT_THAT(SentenceOf(item, "es"), testing::StartsWith("00000000000000000000000001: hay una alerta"));
  item.set_kind(v1::FEED_KIND_WARNING_ANSWERED);
  EXPECT_THAT(SentenceOf(item, "pt-BR"), testing::HasSubstr("responderam ao seu alerta"));
}

TEST(SentencesTest, AClockIsToldWithItsRuleItsTimeAndWhetherItIsLaw) {
  v1::FeedItem item;
  item.set_kind(v1::FEED_KIND_CLOCK);
  item.set_short_code("8P0F-B5CQ-9");
  item.mutable_clock()->set_rule_id("MX-1");
  item.mutable_clock()->set_level(v1::ESCALATION_LEVEL_BREACH);
  item.mutable_clock()->mutable_due_time()->set_seconds(1768478400);
  EXPECT_EQ(SentenceOf(item, "es"),
            "8P0F-B5CQ-9: venció un plazo y nadie respondió (MX-1): 2026-01-15T12:00:00Z.");
  item.mutable_clock()->set_level(v1::ESCALATION_LEVEL_REMINDER);
  item.mutable_clock()->set_authority(v1::CLOCK_AUTHORITY_OPERATOR_TARGET);
  EXPECT_THAT(SentenceOf(item, "pt-BR"), testing::HasSubstr("vence em breve (MX-1, meta, não lei)"));
  item.mutable_clock()->set_level(v1::ESCALATION_LEVEL_ESCALATION);
  EXPECT_THAT(SentenceOf(item, "en"), testing::HasSubstr("still unanswered"));
}

TEST(SentencesTest, ACertificateIsToldWithWhatToDo) {
  v1::FeedItem item;
  item.set_kind(v1::FEED_KIND_CERTIFICATE);
  item.mutable_certificate()->set_serial("5f3a09");
  item.mutable_certificate()->set_unit_id("main");
  item.mutable_certificate()->mutable_not_after()->set_seconds(1768478400);
  item.mutable_certificate()->set_change(v1::CERTIFICATE_CHANGE_EXPIRED);
  EXPECT_EQ(SentenceOf(item, "es"),
            "certificado TLS 5f3a09 (main, hasta 2026-01-15T12:00:00Z) venció: pidan un nuevo token a la "
            "administración de la pasarela.");
  item.mutable_certificate()->set_usage(v1::CERTIFICATE_USAGE_SEALING);
  item.mutable_certificate()->set_change(v1::CERTIFICATE_CHANGE_ISSUED);
  EXPECT_THAT(SentenceOf(item, "pt-BR"), testing::HasSubstr("certificado de selagem 5f3a09"));
  item.mutable_certificate()->set_change(v1::CERTIFICATE_CHANGE_REVOKED);
  EXPECT_THAT(SentenceOf(item, "en"), testing::HasSubstr("was revoked"));
}

TEST(SentencesTest, WhatCouldNotBeKeptSaysWhomToAsk) {
  EXPECT_THAT(UndeliveredSentenceOf(Changed(v1::LEG_STATE_DISPATCHED), "es"),
              testing::AllOf(testing::HasSubstr("8P0F-B5CQ-9"), testing::HasSubstr("no se pudo abrir")));
  EXPECT_THAT(UndeliveredSentenceOf(Changed(v1::LEG_STATE_DISPATCHED), "pt-BR"),
              testing::HasSubstr("não pôde"));
}

}  // namespace
}  // namespace enlace::adapters
