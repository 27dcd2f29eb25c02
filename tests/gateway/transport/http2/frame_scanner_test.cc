#include "gateway/transport/http2/frame_scanner.h"

#include <gtest/gtest.h>
#include <nghttp2/nghttp2.h>

#include <vector>

#include "tests/gateway/transport/http2/http2_peer.h"

namespace enlace::transport {
namespace {

TEST(FrameScanner, FindsTheSameHeadsHoweverTheBytesAreCut) {
  const std::string bytes = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + RawFrame(4, 0, 0, "") +
                            RawFrame(0, 1, 3, "abc") + RawFrame(0x20, 7, 5, std::string(300, 'x'));
  for (size_t step = 1; step <= bytes.size(); ++step) {
    FrameScanner scanner;
    std::vector<FrameHead> heads;
    for (size_t at = 0; at < bytes.size(); at += step) {
      EXPECT_TRUE(scanner.Scan(absl::string_view(bytes).substr(at, step), [&](const FrameHead& head) {
        heads.push_back(head);
        return true;
      }));
    }
    ASSERT_EQ(heads.size(), 3u) << step;
    EXPECT_EQ(heads[1].stream_id, 3u);
    EXPECT_EQ(heads[1].length, 3u);
    EXPECT_EQ(heads[2].type, 0x20);
    EXPECT_EQ(heads[2].length, 300u);
  }
}

TEST(FrameScanner, StopsWhenTheVisitorDoes) {
  FrameScanner scanner;
  int visits = 0;
  EXPECT_FALSE(
      scanner.Scan(std::string(24, 'p') + RawFrame(6, 0, 0, "12345678") + RawFrame(6, 0, 0, "12345678"),
                   [&](const FrameHead&) { return ++visits > 1; }));
  EXPECT_EQ(visits, 1);
}

TEST(ChargeOf, RequestsBodiesAndAcknowledgementsAreFree) {
  EXPECT_FALSE(ChargeOf({10, NGHTTP2_HEADERS, NGHTTP2_FLAG_END_HEADERS, 1}).has_value());
  EXPECT_FALSE(ChargeOf({10, NGHTTP2_DATA, 0, 1}).has_value());
  EXPECT_FALSE(ChargeOf({0, NGHTTP2_DATA, NGHTTP2_FLAG_END_STREAM, 1}).has_value());
  EXPECT_FALSE(ChargeOf({8, NGHTTP2_PING, NGHTTP2_FLAG_ACK, 0}).has_value());
  EXPECT_FALSE(ChargeOf({0, NGHTTP2_SETTINGS, NGHTTP2_FLAG_ACK, 0}).has_value());
}

TEST(ChargeOf, WhatCarriesNothingCosts) {
  EXPECT_EQ(ChargeOf({0, NGHTTP2_DATA, 0, 1}), Charge::kEmpty);
  EXPECT_EQ(ChargeOf({1, NGHTTP2_DATA, NGHTTP2_FLAG_PADDED, 1}), Charge::kEmpty);
  EXPECT_EQ(ChargeOf({0, NGHTTP2_HEADERS, 0, 1}), Charge::kEmpty);
  EXPECT_EQ(ChargeOf({0, NGHTTP2_CONTINUATION, 0, 1}), Charge::kContinuation);
  EXPECT_EQ(ChargeOf({4, NGHTTP2_RST_STREAM, 0, 1}), Charge::kReset);
  EXPECT_EQ(ChargeOf({4, NGHTTP2_WINDOW_UPDATE, 0, 1}), Charge::kWindow);
  EXPECT_EQ(ChargeOf({5, NGHTTP2_PRIORITY, 0, 1}), Charge::kPriority);
  EXPECT_EQ(ChargeOf({5, 0x42, 0, 1}), Charge::kUnknown);
}

}  // namespace
}  // namespace enlace::transport
