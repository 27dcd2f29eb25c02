#include "gateway/transport/call/est_binding.h"

#include "gateway/transport/call/method_table.h"
#include "tests/gateway/transport/fake_services.h"
#include "tests/support/status_matchers.h"

namespace enlace::transport {
namespace {

using ::testing::HasSubstr;

TEST(EstBindingTest, EnrolmentIsOfOnePortAndRenewalOfTheOthers) {
  FakeServices services;
  ASSERT_OK_AND_ASSIGN(const auto enrollment, EstBinding::New(PortKind::kEnrollment, services.Handlers()));
  EXPECT_EQ(enrollment->methods().enroll->path(), "/enlace.v1.EnrollmentService/Enroll");
  EXPECT_EQ(enrollment->methods().renew, nullptr);
  for (const PortKind kind : {PortKind::kMutual, PortKind::kAdministration}) {
    ASSERT_OK_AND_ASSIGN(const auto mutual, EstBinding::New(kind, services.Handlers()));
    EXPECT_EQ(mutual->methods().enroll, nullptr);
    EXPECT_EQ(mutual->methods().renew->path(), "/enlace.v1.EnrollmentService/Renew");
    EXPECT_EQ(mutual->methods().ca_certificates->path(), "/enlace.v1.EnrollmentService/GetTrustBundle");
  }
}

TEST(EstBindingTest, TheMethodTableKnowsNoneOfEstsHandlers) {
  FakeServices services;
  ASSERT_OK_AND_ASSIGN(const auto binding, EstBinding::New(PortKind::kMutual, services.Handlers()));
  ASSERT_OK_AND_ASSIGN(const auto table, MethodTable::New(PortKind::kMutual, services.Handlers()));
  EXPECT_NE(table->Find(binding->methods().renew->path()), binding->methods().renew);
}

TEST(EstBindingTest, AMissingHandlerIsNamed) {
  FakeServices services;
  const std::pair<void (*)(service::Services*), std::string> rows[] = {
      {[](service::Services* s) { s->est_enroll = nullptr; }, "Enroll"},
      {[](service::Services* s) { s->est_renew = nullptr; }, "Renew"},
      {[](service::Services* s) { s->est_ca_certificates = nullptr; }, "GetTrustBundle"}};
  for (const auto& [drop, name] : rows) {
    service::Services handlers = services.Handlers();
    drop(&handlers);
    EXPECT_THAT(EstBinding::New(PortKind::kMutual, handlers),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(name)));
  }
}

}  // namespace
}  // namespace enlace::transport
