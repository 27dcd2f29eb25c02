#include "gateway/transport/rpc/envelope.h"

#include <vector>

#include "tests/support/status_matchers.h"

namespace enlace::transport {
namespace {

struct Seen {
  uint8_t flags;
  std::string payload;
  bool operator==(const Seen&) const = default;
};

absl::Status FeedInto(EnvelopeReader* reader, absl::string_view bytes, std::vector<Seen>* seen) {
  return reader->Feed(bytes, [seen](uint8_t flags, absl::string_view payload) {
    seen->push_back({flags, std::string(payload)});
    return absl::OkStatus();
  });
}

const std::vector<Seen> kMessages = {{0, "hello"}, {1, ""}, {0x80, std::string(300, 'x')}};

std::string Wire() {
  std::string wire;
  for (const Seen& message : kMessages) wire += Envelope(message.flags, message.payload);
  return wire;
}

TEST(EnvelopeTest, PrefixHasFlagsAndABigEndianLength) {
  EXPECT_EQ(Envelope(1, "ab"), std::string("\x01\0\0\0\x02"
                                           "ab",
                                           7));
  char prefix[kEnvelopePrefixBytes];
  PutEnvelopePrefix(0x80, 0x01020304, prefix);
  EXPECT_EQ(std::string(prefix, sizeof(prefix)), "\x80\x01\x02\x03\x04");
}

TEST(EnvelopeTest, MessagesMayBeSplitAtAnyTwoBytes) {
  const std::string wire = Wire();
  for (size_t first = 0; first <= wire.size(); ++first) {
    for (size_t second = first; second <= wire.size(); second += 7) {
      EnvelopeReader reader(1000);
      std::vector<Seen> seen;
      const absl::string_view all(wire);
      ASSERT_THAT(FeedInto(&reader, all.substr(0, first), &seen), IsOk());
      ASSERT_THAT(FeedInto(&reader, all.substr(first, second - first), &seen), IsOk());
      ASSERT_THAT(FeedInto(&reader, all.substr(second), &seen), IsOk());
      EXPECT_TRUE(seen == kMessages) << first << ", " << second;
      EXPECT_TRUE(reader.at_boundary());
    }
  }
}

TEST(EnvelopeTest, BytesMayComeOneByOne) {
  EnvelopeReader reader(1000);
  std::vector<Seen> seen;
  for (const char c : Wire()) ASSERT_THAT(FeedInto(&reader, {&c, 1}, &seen), IsOk());
  EXPECT_TRUE(seen == kMessages);
}

TEST(EnvelopeTest, ABodyThatEndsWithinAMessageIsNotAtABoundary) {
  const std::string wire = Envelope(0, "abc");
  for (size_t size = 1; size < wire.size(); ++size) {
    EnvelopeReader reader(10);
    std::vector<Seen> seen;
    ASSERT_THAT(FeedInto(&reader, wire.substr(0, size), &seen), IsOk());
    EXPECT_FALSE(reader.at_boundary()) << size;
    EXPECT_TRUE(seen.empty());
  }
}

TEST(EnvelopeTest, TheLimitItselfPassesAndOneMoreIsRefusedByItsPrefixAlone) {
  std::vector<Seen> seen;
  EnvelopeReader exact(4);
  EXPECT_THAT(FeedInto(&exact, Envelope(0, "1234"), &seen), IsOk());
  for (const size_t cut : {size_t{0}, size_t{1}, size_t{4}}) {
    EnvelopeReader reader(4);
    const std::string prefix = Envelope(0, "12345").substr(0, kEnvelopePrefixBytes);
    ASSERT_THAT(FeedInto(&reader, prefix.substr(0, cut), &seen), IsOk());
    EXPECT_THAT(FeedInto(&reader, prefix.substr(cut), &seen), StatusIs(absl::StatusCode::kResourceExhausted));
  }
  EXPECT_EQ(seen.size(), 1u);
}

TEST(EnvelopeTest, TheVisitorsErrorEndsTheFeed) {
  EnvelopeReader reader(1000);
  int visits = 0;
  const absl::Status status = reader.Feed(Wire(), [&](uint8_t, absl::string_view) {
    ++visits;
    return absl::InvalidArgumentError("no");
  });
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_EQ(visits, 1);
}

}  // namespace
}  // namespace enlace::transport
