#include "client/enlacectl/measure_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace enlace::client {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

v1::Measure Measure() {
  v1::Measure measure;
  measure.set_measure_id("MEASURE");
  measure.set_type(v1::MEASURE_TYPE_ARMORED_VEHICLE);
  measure.set_state(v1::MEASURE_STATE_REPORTED_UNSUITABLE);
  measure.set_unsuitability(v1::UNSUITABILITY_REASON_MISSING_SUPPLIES);
  measure.set_version(7);
  return measure;
}

TEST(MeasureTextTest, ATableHasARowForEachAndNoneWithoutAny) {
  google::protobuf::RepeatedPtrField<v1::Measure> measures;
  EXPECT_EQ(MeasuresText(measures), "");
  *measures.Add() = Measure();
  EXPECT_THAT(MeasuresText(measures), HasSubstr("reported-unsuitable"));
  EXPECT_THAT(MeasuresText(measures), HasSubstr("armored-vehicle"));
}

TEST(MeasureTextTest, WhatIsNotSetIsLeftOut) {
  const std::string text = MeasureText(Measure());
  EXPECT_THAT(text, HasSubstr("missing-supplies"));
  EXPECT_THAT(text, Not(HasSubstr("persons")));
  EXPECT_THAT(text, Not(HasSubstr("objection")));
}

}  // namespace
}  // namespace enlace::client
