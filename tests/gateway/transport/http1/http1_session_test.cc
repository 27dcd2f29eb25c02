#include "gateway/transport/http1/http1_session.h"

#include <string>
#include <vector>

#include "tests/gateway/transport/http1/http1_harness.h"

namespace enlace::transport {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr char kGet[] = "GET /a HTTP/1.1\r\nHost: h\r\n\r\n";
constexpr char kChunkedHead[] = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";

std::string Post(absl::string_view body, absl::string_view fields = "") {
  return absl::StrCat("POST /p HTTP/1.1\r\nHost: h\r\n", fields, "Content-Length: ", body.size(), "\r\n\r\n",
                      body);
}

TEST(Http1SessionTest, AnswersOneRequestAfterAnotherOnOneConnection) {
  Http1Harness http;
  EXPECT_EQ(http.Turn(Post("hello", "X-A: b\r\n")), Http1Harness::Answered("hello"));
  EXPECT_EQ(http.Turn(kGet), Http1Harness::Answered(""));
  EXPECT_EQ(http.seen[0]->head, "POST /p h x-a=b content-length=5");
  EXPECT_EQ(http.seen[1]->head, "GET /a h");
  EXPECT_FALSE(http.session().done());
  EXPECT_EQ(http.session().open(), 0);
}

TEST(Http1SessionTest, ReadsTheSameWhereverTheBytesAreSplit) {
  const std::string requests = absl::StrCat(
      Post("one"), kGet,
      "PUT /c HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\ntwo\r\n0\r\nt: u\r\n\r\n");
  const std::string answers =
      absl::StrCat(Http1Harness::Answered("one"), Http1Harness::Answered(""), Http1Harness::Answered("two"));
  for (size_t split = 0; split <= requests.size(); ++split) {
    Http1Harness http;
    const std::string first = http.Turn(requests.substr(0, split));
    ASSERT_EQ(first + http.Turn(requests.substr(split)), answers) << split;
  }
  Http1Harness http;
  std::string sent;
  for (const char c : requests) sent += http.Turn(std::string(1, c));
  EXPECT_EQ(sent, answers);
}

TEST(Http1SessionTest, PipelinedRequestsAreAnsweredInOrderOneAtATime) {
  Http1Harness http;
  http.on_end = [](Seen*) {};
  EXPECT_EQ(http.Turn(absl::StrCat(Post("a"), Post("b"), Post("c"))), "");
  ASSERT_EQ(http.seen.size(), 1);
  EXPECT_EQ(http.session().open(), 1);
  EXPECT_EQ(http.wakes, 0);
  Http1Harness::Answer(http.seen[0].get(), "A");
  EXPECT_GT(http.wakes, 0);
  EXPECT_EQ(http.Sent(), Http1Harness::Answered("A"));
  ASSERT_EQ(http.seen.size(), 2);
  EXPECT_EQ(http.seen[1]->body, "b");
  http.on_end = [](Seen* seen) { Http1Harness::Answer(seen, seen->body); };
  Http1Harness::Answer(http.seen[1].get(), "B");
  EXPECT_EQ(http.Sent(), absl::StrCat(Http1Harness::Answered("B"), Http1Harness::Answered("c")));
}

TEST(Http1SessionTest, AnAnswerThatTakesTurnsIsChunkedOncePerTurn) {
  Http1Harness http;
  http.on_end = [](Seen* seen) {
    seen->responder->Start(200, {});
    seen->responder->Write("a");
    seen->responder->Write("b");
  };
  EXPECT_EQ(http.Turn(kGet), absl::StrCat(kChunkedHead, "2\r\nab\r\n"));
  EXPECT_EQ(http.wakes, 0) << "the connection looks for output after Input by itself";
  Responder* const responder = http.seen[0]->responder;
  responder->Write("c");
  EXPECT_EQ(http.wakes, 1);
  EXPECT_EQ(http.Sent(), "1\r\nc\r\n");
  const Header trailers[] = {{"grpc-status", "0"}};
  responder->End(trailers);
  EXPECT_EQ(http.Sent(), "0\r\ngrpc-status: 0\r\n\r\n");
  EXPECT_FALSE(http.session().done());
}

TEST(Http1SessionTest, TrailersMakeACompleteAnswerChunked) {
  Http1Harness http;
  http.on_end = [](Seen* seen) {
    seen->responder->Start(200, {});
    seen->responder->Write("a");
    const Header trailers[] = {{"T", "u"}};
    seen->responder->End(trailers);
  };
  EXPECT_EQ(http.Turn(kGet), absl::StrCat(kChunkedHead, "1\r\na\r\n0\r\nT: u\r\n\r\n"));
}

TEST(Http1SessionTest, AnAnswerWithoutABodyHasNone) {
  Http1Harness http;
  http.on_end = [](Seen* seen) { Http1Harness::Answer(seen, "hello"); };
  EXPECT_EQ(http.Turn("HEAD / HTTP/1.1\r\nHost: h\r\n\r\n"), "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n");
  http.on_end = [](Seen* seen) { Http1Harness::Answer(seen, "hello", 204); };
  EXPECT_EQ(http.Turn(kGet), "HTTP/1.1 204 No Content\r\n\r\n");
}

TEST(Http1SessionTest, AStreamedAnswerToHeadHasItsFieldsAlone) {
  Http1Harness http;
  http.on_end = [](Seen* seen) {
    seen->responder->Start(200, {});
    seen->responder->Write("a");
  };
  EXPECT_EQ(http.Turn("HEAD / HTTP/1.1\r\nHost: h\r\n\r\n"), kChunkedHead);
  http.seen[0]->responder->Write("b");
  http.seen[0]->responder->End({});
  EXPECT_EQ(http.Sent(), "");
}

TEST(Http1SessionTest, CloseIsSaidAndDoneWhenEitherSideWantsIt) {
  for (const char* request :
       {"GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n", "GET / HTTP/1.0\r\n\r\n",
        "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", "CONNECT h:1 HTTP/1.1\r\nHost: h\r\n\r\n"}) {
    Http1Harness http;
    EXPECT_TRUE(http.Feed(absl::StrCat(request, kGet)));
    EXPECT_FALSE(http.session().done());
    EXPECT_EQ(http.Sent(), "HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n") << request;
    EXPECT_TRUE(http.session().done());
    EXPECT_EQ(http.session().why_closed(), "");
    EXPECT_EQ(http.seen.size(), 1);
  }
}

TEST(Http1SessionTest, AStreamedAnswerUnderHttp10EndsWithTheConnection) {
  Http1Harness http;
  http.on_end = [](Seen* seen) {
    seen->responder->Start(200, {});
    seen->responder->Write("a");
  };
  EXPECT_EQ(http.Turn("GET / HTTP/1.0\r\n\r\n"), "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\na");
  http.seen[0]->responder->Write("b");
  http.seen[0]->responder->End({});
  EXPECT_EQ(http.Sent(), "b");
  EXPECT_TRUE(http.session().done());
}

TEST(Http1SessionTest, ContinueIsSentToAPeerThatWaitsForIt) {
  Http1Harness http;
  const std::string head = "POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n";
  EXPECT_EQ(http.Turn(head), "HTTP/1.1 100 Continue\r\n\r\n");
  EXPECT_EQ(http.Turn("hi"), Http1Harness::Answered("hi"));
  EXPECT_EQ(http.Turn(head + "hi"), Http1Harness::Answered("hi")) << "it did not wait";
}

TEST(Http1SessionTest, AnAnswerInsteadOfContinueClosesTheConnection) {
  Http1Harness http;
  http.on_begin = [](Seen* seen) { Http1Harness::Answer(seen, "", 413); };
  EXPECT_EQ(http.Turn("POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n"),
            "HTTP/1.1 413 Content Too Large\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
  EXPECT_TRUE(http.session().done());
}

TEST(Http1SessionTest, AnotherExpectationIsRefused) {
  Http1Harness http;
  EXPECT_FALSE(http.Feed("GET / HTTP/1.1\r\nHost: h\r\nExpect: more\r\n\r\n"));
  EXPECT_THAT(http.Sent(), StartsWith("HTTP/1.1 417 "));
}

TEST(Http1SessionTest, TheBodyOfAnAnsweredRequestIsReadAndThrownAway) {
  Http1Harness http;
  http.on_begin = [](Seen* seen) { Http1Harness::Answer(seen, "", 413); };
  EXPECT_EQ(http.Turn("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nab"),
            "HTTP/1.1 413 Content Too Large\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
  EXPECT_FALSE(http.session().done());
  EXPECT_TRUE(http.Feed("cd"));
  EXPECT_TRUE(http.session().done());
  EXPECT_EQ(http.seen[0]->body, "");
  EXPECT_FALSE(http.seen[0]->closed);
}

TEST(Http1SessionTest, MethodsNobodyKnowsReachWhatIsServed) {
  Http1Harness http;
  http.Turn("BREW /pot HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_EQ(http.seen[0]->head, "BREW /pot h");
}

TEST(Http1SessionTest, AnUpgradeToH2cIsIgnored) {
  Http1Harness http;
  EXPECT_EQ(http.Turn("GET / HTTP/1.1\r\nHost: h\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
                      "HTTP2-Settings: AAMAAABkAAQAoAAA\r\n\r\n"),
            Http1Harness::Answered(""));
}

TEST(Http1SessionTest, AMalformedRequestIsAnsweredAndEndsTheConnection) {
  Http1Harness http;
  EXPECT_FALSE(http.Feed(absl::StrCat(kGet, "GET / HTTP/1.1\r\n\r\n")));
  const std::string body = R"({"code":"invalid_argument","message":"one Host is required"})";
  EXPECT_EQ(http.Sent(),
            absl::StrCat(Http1Harness::Answered(""),
                         "HTTP/1.1 400 Bad Request\r\ncontent-type: application/json\r\ncontent-length: ",
                         body.size(), "\r\nconnection: close\r\n\r\n", body));
  EXPECT_EQ(http.session().why_closed(), "one Host is required");
  EXPECT_TRUE(http.session().done());
  EXPECT_FALSE(http.Feed(kGet));
  EXPECT_EQ(http.seen.size(), 1);
}

TEST(Http1SessionTest, AMalformedBodyEndsItsExchange) {
  Http1Harness http;
  EXPECT_FALSE(http.Feed("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n"));
  EXPECT_TRUE(http.seen[0]->closed);
  EXPECT_FALSE(http.seen[0]->ended);
  EXPECT_THAT(http.Sent(), StartsWith("HTTP/1.1 400 "));
}

TEST(Http1SessionTest, AMalformedBodyOfABegunAnswerIsNotAnsweredTwice) {
  Http1Harness http;
  http.on_begin = [](Seen* seen) { seen->responder->Start(200, {}); };
  EXPECT_EQ(http.Turn("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"), kChunkedHead);
  EXPECT_FALSE(http.Feed("x\r\n"));
  EXPECT_EQ(http.Sent(), "");
  EXPECT_TRUE(http.session().done());
}

TEST(Http1SessionTest, AbortEndsTheConnectionWithoutAFinalChunk) {
  Http1Harness http;
  http.on_end = [](Seen* seen) {
    seen->responder->Start(200, {});
    seen->responder->Write("a");
  };
  EXPECT_EQ(http.Turn(kGet), absl::StrCat(kChunkedHead, "1\r\na\r\n"));
  http.seen[0]->responder->Write("b");
  http.seen[0]->responder->Abort(AbortReason::kInternal);
  EXPECT_EQ(http.Sent(), "");
  EXPECT_TRUE(http.session().done());
  EXPECT_EQ(http.session().why_closed(), "answer broken off");
  EXPECT_FALSE(http.seen[0]->closed);
}

TEST(Http1SessionTest, DrainFinishesWhatIsOpen) {
  Http1Harness http;
  http.on_end = [](Seen*) {};
  http.Turn(absl::StrCat(kGet, kGet));
  http.session().Drain();
  EXPECT_FALSE(http.session().done());
  Http1Harness::Answer(http.seen[0].get(), "a");
  EXPECT_EQ(http.Sent(), "HTTP/1.1 200 OK\r\ncontent-length: 1\r\nconnection: close\r\n\r\na");
  EXPECT_TRUE(http.session().done());
  EXPECT_EQ(http.seen.size(), 1);
}

TEST(Http1SessionTest, DrainOfAnIdleConnectionIsDoneAtOnce) {
  Http1Harness http;
  http.session().Drain();
  EXPECT_TRUE(http.session().done());
}

TEST(Http1SessionTest, DrainWaitsForAStreamThatHasBegun) {
  Http1Harness http;
  http.on_end = [](Seen* seen) { seen->responder->Start(200, {}); };
  http.Turn(kGet);
  http.session().Drain();
  http.seen[0]->responder->End({});
  EXPECT_EQ(http.Sent(), "0\r\n\r\n");
  EXPECT_TRUE(http.session().done());
}

TEST(Http1SessionTest, AnExchangeIsDestroyedInALaterTurn) {
  Http1Harness http;
  http.Turn(kGet);
  http.Turn(kGet);
  EXPECT_FALSE(http.seen[0]->destroyed) << "the same turn";
  http.Wait(absl::Seconds(1));
  EXPECT_TRUE(http.seen[0]->destroyed);
  EXPECT_TRUE(http.seen[1]->destroyed);
  // Ended outside of Input: the turn that follows may still be the same.
  http.on_end = [](Seen*) {};
  http.Turn(kGet);
  Http1Harness::Answer(http.seen[2].get(), "");
  http.Wait(absl::Seconds(1));
  EXPECT_FALSE(http.seen[2]->destroyed);
  http.Wait(absl::Seconds(1));
  EXPECT_TRUE(http.seen[2]->destroyed);
}

TEST(Http1SessionTest, TheEndOfTheSessionClosesWhatIsOpen) {
  Http1Harness http;
  http.Turn(kGet);
  http.on_end = [](Seen*) {};
  http.Turn(kGet);
  http.DestroySession();
  EXPECT_FALSE(http.seen[0]->closed);
  EXPECT_TRUE(http.seen[1]->closed);
  EXPECT_TRUE(http.seen[1]->destroyed);
}

TEST(Http1SessionTest, OutputIsGivenInParts) {
  Http1Harness http;
  http.Feed(Post(std::string(1000, 'x')));
  std::string all;
  for (std::string part = http.Sent(100); !part.empty(); part = http.Sent(100)) {
    EXPECT_LE(part.size(), 100);
    all += part;
  }
  EXPECT_EQ(all, Http1Harness::Answered(std::string(1000, 'x')));
}

}  // namespace
}  // namespace enlace::transport
