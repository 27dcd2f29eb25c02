#include "gateway/transport/call/served_method.h"

#include "gateway/transport/call/bound_method.h"
#include "tests/gateway/transport/call/call_fixture.h"

namespace enlace::transport {
namespace {

class ServedMethodTest : public CallTest {};

TEST_F(ServedMethodTest, SaysOfItselfWhatItsDescriptorSays) {
  const ServedMethod* const unary = table_->Find(kAsk);
  EXPECT_EQ(unary->path(), kAsk);
  EXPECT_EQ(unary->name(), "GetCaseStatus");
  EXPECT_FALSE(unary->client_streaming());
  EXPECT_FALSE(unary->server_streaming());
  EXPECT_TRUE(unary->no_side_effects());
  EXPECT_EQ(unary->NewRequest()->GetDescriptor(), v1::GetCaseStatusRequest::descriptor());
  const ServedMethod* const stream = table_->Find(kWatch);
  EXPECT_TRUE(stream->server_streaming());
  EXPECT_FALSE(stream->no_side_effects());
}

}  // namespace
}  // namespace enlace::transport
