#include "gateway/transport/http2/http2_stream.h"

#include <gtest/gtest.h>

namespace enlace::transport {
namespace {

class FakeHost final : public StreamHost {
 public:
  void Ready(Http2Stream*) override { ++ready; }
  void Reset(Http2Stream*, uint32_t error_code) override { reset = error_code; }
  void Queued(Http2Stream*, size_t bytes) override { queued += bytes; }
  void Dropped(size_t bytes) override { queued -= bytes; }
  bool ConnectionWritable() const override { return writable; }
  int ready = 0;
  uint32_t reset = 0;
  size_t queued = 0;
  bool writable = true;
};

class Http2StreamTest : public testing::Test {
 protected:
  Http2StreamTest() { stream_.Open(1, false, SteadyTime()); }
  FakeHost host_;
  Http2Stream stream_{&host_, 10};
};

TEST_F(Http2StreamTest, KeepsHeadersAndTrailersOfOneTurnTogether) {
  stream_.Start(200, {{"content-type", "application/grpc"}});
  stream_.End({{"grpc-status", "0"}});
  EXPECT_EQ(stream_.fields().at(0).value, "200");
  EXPECT_EQ(stream_.header_count(), 2u);
  ASSERT_TRUE(stream_.has_trailers());
  EXPECT_EQ(stream_.fields().at(2).name, "grpc-status");
}

TEST_F(Http2StreamTest, SendsBytesInOrderAcrossWrites) {
  std::string all, out;
  for (int i = 0; i < 200; ++i) {
    const std::string bytes(700 + i, static_cast<char>('a' + i % 26));
    all += bytes;
    stream_.Write(bytes);
    if (i % 3 == 0) stream_.Send(std::min<size_t>(stream_.queued(), 900), &out);
  }
  while (stream_.queued() > 0) stream_.Send(std::min<size_t>(stream_.queued(), 4096), &out);
  EXPECT_EQ(out, all);
}

TEST_F(Http2StreamTest, CountsWhatWentOutWhole) {
  stream_.Write(std::string(2000, 'a'));
  stream_.Write(std::string(2000, 'b'));
  std::string out;
  EXPECT_EQ(stream_.Send(1, &out), 0u);
  EXPECT_EQ(stream_.Send(1999, &out), 1u);
  EXPECT_EQ(stream_.Send(2000, &out), 1u);
}

TEST_F(Http2StreamTest, OwesOnWritableOnlyToWhoWasRefused) {
  EXPECT_FALSE(stream_.TakeWritable());
  stream_.Write(std::string(11, 'x'));
  EXPECT_FALSE(stream_.writable());
  EXPECT_FALSE(stream_.TakeWritable()) << "still above half";
  std::string out;
  stream_.Send(6, &out);
  EXPECT_TRUE(stream_.TakeWritable());
  EXPECT_FALSE(stream_.TakeWritable());
}

TEST_F(Http2StreamTest, FullConnectionIsNotWritable) {
  host_.writable = false;
  EXPECT_FALSE(stream_.writable());
  EXPECT_TRUE(stream_.owes_writable());
}

TEST_F(Http2StreamTest, AbortDropsWhatWaits) {
  stream_.Write("abc");
  stream_.Abort(AbortReason::kCalm);
  EXPECT_EQ(host_.queued, 0u);
  EXPECT_EQ(host_.reset, 11u);  // ENHANCE_YOUR_CALM
  stream_.Write("abc");
  EXPECT_EQ(stream_.queued(), 0u);
}

TEST_F(Http2StreamTest, AnswersWithoutBodyDropIt) {
  stream_.Start(204, {});
  stream_.Write("abc");
  stream_.End({{"a", "b"}});
  EXPECT_EQ(stream_.queued(), 0u);
  EXPECT_FALSE(stream_.has_trailers());
}

}  // namespace
}  // namespace enlace::transport
