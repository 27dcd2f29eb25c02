#include "gateway/base/invariant.h"

#include <gtest/gtest.h>

namespace enlace::base {
namespace {

TEST(InvariantDeathTest, WhatMustHoldAndDoesNotEndsTheProcess) {
  StopUnless(true);
  EXPECT_DEATH(StopUnless(false), "");
}

}  // namespace
}  // namespace enlace::base
