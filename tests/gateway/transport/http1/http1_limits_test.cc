// Limits of time and of memory of an HTTP/1.1 session.
#include <string>

#include "tests/gateway/transport/http1/http1_harness.h"

namespace enlace::transport {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

constexpr char kGet[] = "GET /a HTTP/1.1\r\nHost: h\r\n\r\n";
constexpr char kPost[] = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 100000\r\n\r\n";

TEST(Http1LimitsTest, ASlowHeadIsAnswered408) {
  Http1Harness http;
  http.Feed("GET / HT");
  http.Wait(absl::Seconds(5));
  http.Feed("T");
  http.Wait(absl::Seconds(5));
  EXPECT_FALSE(http.session().done());
  http.Wait(absl::Seconds(1));
  EXPECT_THAT(http.Sent(), StartsWith("HTTP/1.1 408 Request Timeout\r\n"));
  EXPECT_TRUE(http.session().done());
  EXPECT_EQ(http.session().why_closed(), "header too slow");
}

TEST(Http1LimitsTest, ASlowBodyIsAnswered408) {
  Http1Harness http;
  http.Feed(kPost);
  http.Wait(absl::Seconds(30));
  EXPECT_FALSE(http.seen[0]->closed);
  http.Wait(absl::Seconds(1));
  EXPECT_TRUE(http.seen[0]->closed);
  EXPECT_THAT(http.Sent(), StartsWith("HTTP/1.1 408 "));
  EXPECT_TRUE(http.session().done());
}

TEST(Http1LimitsTest, ABodyThatFlowsEarnsTime) {
  Http1Harness http;
  http.Feed(kPost);
  http.Feed(std::string(10 * 1024, 'x'));
  http.Wait(absl::Seconds(39));
  EXPECT_FALSE(http.seen[0]->closed);
  http.Wait(absl::Seconds(2));
  EXPECT_TRUE(http.seen[0]->closed);
}

TEST(Http1LimitsTest, ASlowAnswerIsNotTheRequestsFault) {
  Http1Harness http;
  http.on_end = [](Seen*) {};
  http.Feed(kGet);
  http.Wait(absl::Hours(1));
  http.Wait(absl::Hours(1));
  EXPECT_FALSE(http.seen[0]->closed);
  EXPECT_FALSE(http.session().done());
}

TEST(Http1LimitsTest, AnIdleConnectionIsClosedWithoutAWord) {
  Http1Harness http;
  http.Turn(kGet);
  http.Wait(absl::Seconds(60));
  EXPECT_FALSE(http.session().done());
  http.Wait(absl::Seconds(1));
  EXPECT_TRUE(http.session().done());
  EXPECT_EQ(http.Sent(), "");
  EXPECT_EQ(http.session().why_closed(), "idle");
}

TEST(Http1LimitsTest, AConnectionThatNeverAsksIsIdleFromItsFirstTick) {
  Http1Harness http;
  http.Wait(absl::Seconds(100));
  EXPECT_FALSE(http.session().done());
  http.Wait(absl::Seconds(61));
  EXPECT_TRUE(http.session().done());
}

TEST(Http1LimitsTest, ASlowReaderIsClosed) {
  Http1Harness http;
  http.on_end = [](Seen* seen) {
    seen->responder->Start(200, {});
    seen->responder->Write(std::string(1000, 'x'));
  };
  http.Feed(kGet);
  http.Sent(10);
  http.Wait(absl::Seconds(1));
  http.Sent(10);
  http.Wait(absl::Seconds(30));
  EXPECT_FALSE(http.session().done()) << "it took something since";
  http.Wait(absl::Seconds(31));
  EXPECT_TRUE(http.session().done());
  EXPECT_TRUE(http.seen[0]->closed);
  EXPECT_EQ(http.Sent(), "");
  EXPECT_EQ(http.session().why_closed(), "slow reader");
}

TEST(Http1LimitsTest, AReaderWhoTakesNothingAtAllIsClosed) {
  Http1Harness http;
  http.on_end = [](Seen* seen) { seen->responder->Start(200, {}); };
  http.Turn(kGet);
  http.seen[0]->responder->Write("never asked for");
  http.Wait(absl::Seconds(1));
  http.Wait(absl::Seconds(31));
  EXPECT_TRUE(http.session().done());
}

TEST(Http1LimitsTest, AProducerIsToldWhenThereIsRoom) {
  Http1Options options;
  options.max_queued_bytes = 1000;
  Http1Harness http(options);
  http.on_end = [](Seen* seen) { seen->responder->Start(200, {}); };
  http.Turn(kGet);
  Responder* const responder = http.seen[0]->responder;
  ASSERT_TRUE(responder->writable());
  responder->Write(std::string(1000, 'x'));
  EXPECT_FALSE(responder->writable());
  http.Sent(400);
  EXPECT_EQ(http.seen[0]->writable, 0);
  http.on_writable = [](Seen* seen) { seen->responder->End({}); };
  http.Sent(400);
  EXPECT_EQ(http.seen[0]->writable, 1);
  EXPECT_THAT(http.Sent(), testing::EndsWith("\r\n0\r\n\r\n"));
}

TEST(Http1LimitsTest, NoRequestIsBegunForAPeerThatTakesNoAnswers) {
  Http1Options options;
  options.max_queued_bytes = 1000;
  Http1Harness http(options);
  http.on_end = [](Seen* seen) { Http1Harness::Answer(seen, std::string(600, 'x')); };
  http.Feed(absl::StrCat(kGet, kGet, kGet, kGet));
  EXPECT_EQ(http.seen.size(), 2);
  std::string sent = http.Sent();
  EXPECT_EQ(http.seen.size(), 4);
  const std::string one = Http1Harness::Answered(std::string(600, 'x'));
  EXPECT_EQ(sent + http.Sent(), absl::StrCat(one, one, one, one));
}

TEST(Http1LimitsTest, TooMuchPipelinedEndsTheConnectionAfterTheOpenAnswer) {
  Http1Harness http;
  http.on_end = [](Seen*) {};
  EXPECT_TRUE(http.Feed(kGet));
  EXPECT_TRUE(http.Feed(std::string(70000, 'x')));
  Http1Harness::Answer(http.seen[0].get(), "a");
  EXPECT_EQ(http.Sent(), "HTTP/1.1 200 OK\r\ncontent-length: 1\r\nconnection: close\r\n\r\na");
  EXPECT_TRUE(http.session().done());
  EXPECT_EQ(http.session().why_closed(), "too many pipelined bytes");
}

TEST(Http1LimitsTest, TooMuchPipelinedBehindABegunAnswerIs429) {
  Http1Harness http;
  http.on_end = [](Seen* seen) { seen->responder->Start(200, {}); };
  http.Turn(kGet);
  EXPECT_TRUE(http.Feed(std::string(70000, 'x')));
  http.seen[0]->responder->End({});
  EXPECT_THAT(http.Sent(), StartsWith("0\r\n\r\nHTTP/1.1 429 Too Many Requests\r\n"));
  EXPECT_TRUE(http.session().done());
}

TEST(Http1LimitsTest, WhoGoesOnPipeliningIsCutOff) {
  Http1Harness http;
  http.on_end = [](Seen*) {};
  http.Feed(kGet);
  int pieces = 0;
  while (http.Feed(std::string(70000, 'x'))) ASSERT_LT(++pieces, 100);
  EXPECT_TRUE(http.seen[0]->closed);
  EXPECT_EQ(http.Sent(), "");
  EXPECT_TRUE(http.session().done());
}

TEST(Http1LimitsTest, ABodyThatNobodyReadsIsNotReadForEver) {
  Http1Harness http;
  http.on_begin = [](Seen* seen) { Http1Harness::Answer(seen, "", 413); };
  http.Feed("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 100000000\r\n\r\n");
  EXPECT_THAT(http.Sent(), HasSubstr("connection: close"));
  http.Feed(std::string(1 << 20, 'x'));
  EXPECT_FALSE(http.session().done());
  http.Feed("x");
  EXPECT_TRUE(http.session().done());
}

TEST(Http1LimitsTest, AHeadTooLargeIsAnswered431) {
  Http1Harness http;
  EXPECT_FALSE(http.Feed("GET / HTTP/1.1\r\nHost: h\r\na: " + std::string(16 << 10, 'x')));
  EXPECT_THAT(http.Sent(), StartsWith("HTTP/1.1 431 "));
}

TEST(Http1LimitsTest, ATargetTooLongIsAnswered414) {
  Http1Harness http;
  EXPECT_FALSE(http.Feed("GET /" + std::string(9 << 10, 'x')));
  EXPECT_THAT(http.Sent(), StartsWith("HTTP/1.1 414 "));
}

}  // namespace
}  // namespace enlace::transport
