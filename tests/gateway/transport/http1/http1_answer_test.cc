#include "gateway/transport/http1/http1_answer.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace enlace::transport {
namespace {

class Http1AnswerTest : public testing::Test, public AnswerHost {
 protected:
  size_t QueuedBytes() const override { return queued_; }
  void OnAnswerGrew() override { ++grew_; }
  void OnAnswerEnded(Http1Answer*, bool aborted) override { ended_ = aborted ? "aborted" : "ended"; }
  static std::string Rendered(Http1Answer* answer, bool close = false) {
    std::string out;
    answer->Render(close, &out);
    return out;
  }
  size_t queued_ = 0;
  int grew_ = 0;
  std::string ended_;
};

TEST_F(Http1AnswerTest, NothingIsRenderedBeforeStart) {
  Http1Answer answer(this, {true, false, 100});
  answer.Write("lost");
  EXPECT_EQ(Rendered(&answer), "");
  EXPECT_EQ(grew_, 0);
}

TEST_F(Http1AnswerTest, FramingFollowsWhatIsKnownAtRender) {
  Http1Answer whole(this, {true, false, 100});
  whole.Start(200, {});
  whole.Write("ab");
  whole.Write("c");
  whole.End({});
  EXPECT_EQ(Rendered(&whole), "HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nabc");

  Http1Answer begun(this, {true, false, 100});
  begun.Start(200, {});
  begun.Write("ab");
  EXPECT_EQ(Rendered(&begun), "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nab\r\n");
  EXPECT_EQ(Rendered(&begun), "");
  begun.End({});
  EXPECT_EQ(Rendered(&begun), "0\r\n\r\n");
}

TEST_F(Http1AnswerTest, AnAnswerWithoutAHeadIsBrokenOff) {
  Http1Answer answer(this, {true, false, 100});
  answer.End({});
  EXPECT_EQ(ended_, "aborted");
}

TEST_F(Http1AnswerTest, CallsAfterTheEndDoNothing) {
  Http1Answer answer(this, {true, false, 100});
  answer.Start(200, {});
  answer.End({});
  ended_.clear();
  grew_ = 0;
  answer.Write("late");
  answer.End({});
  answer.Abort(AbortReason::kInternal);
  answer.Start(500, {});
  EXPECT_EQ(ended_, "");
  EXPECT_EQ(grew_, 0);
  EXPECT_EQ(Rendered(&answer), "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
}

TEST_F(Http1AnswerTest, WritableComesBackAtHalfTheLimit) {
  Http1Answer answer(this, {true, false, 100});
  answer.Start(200, {});
  queued_ = 60;
  answer.Write(std::string(39, 'x'));
  EXPECT_TRUE(answer.writable());
  answer.Write("x");
  EXPECT_FALSE(answer.writable());
  Rendered(&answer);
  answer.TellIfWritable();
  EXPECT_FALSE(answer.writable());
  queued_ = 50;
  answer.TellIfWritable();
  EXPECT_TRUE(answer.writable());
}

}  // namespace
}  // namespace enlace::transport
