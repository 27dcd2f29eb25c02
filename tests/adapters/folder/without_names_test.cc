#include "adapters/folder/without_names.h"

#include <vector>

#include "gateway/base/errors.h"
#include "tests/support/status_matchers.h"

namespace enlace::adapters::folder {
namespace {

const std::vector<std::string>& Folders() {
  static const auto* const kFolders = new std::vector<std::string>{"/srv/salida", "/srv/cuarentena"};
  return *kFolders;
}

std::string TextOf(absl::string_view message) {
  return std::string(WithoutNames(absl::UnavailableError(message), Folders()).message());
}

TEST(WithoutNamesTest, OfAFileOnlyItsFolderAndTheReasonAreTold) {
  EXPECT_EQ(
      TextOf("/srv/salida/Juana Perez.csv: cannot be moved to /srv/cuarentena: No space left on device"),
      "/srv/salida: No space left on device");
  EXPECT_EQ(TextOf("/srv/cuarentena/Caso: Juana.csv.tmp12: open failed: File name too long"),
            "/srv/cuarentena: File name too long");
  EXPECT_EQ(TextOf("/srv/salida/Juana Perez.csv"), "/srv/salida");
}

TEST(WithoutNamesTest, WhatNamesNoFileOfTheAgencyStays) {
  for (const char* text :
       {"/srv/salida: open failed: x", "/srv/state/spool/1: write failed: x", "no reply", ""}) {
    EXPECT_EQ(TextOf(text), text);
  }
  EXPECT_THAT(WithoutNames(absl::OkStatus(), Folders()), IsOk());
}

TEST(WithoutNamesTest, CodeAndReasonStay) {
  const absl::Status out = WithoutNames(
      base::Refusal(absl::StatusCode::kUnavailable, v1::ERROR_REASON_STORE_UNAVAILABLE, "/srv/salida/x: y"),
      Folders());
  EXPECT_EQ(out.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(base::ReasonOf(out), v1::ERROR_REASON_STORE_UNAVAILABLE);
}

}  // namespace
}  // namespace enlace::adapters::folder
