#include "gateway/service/administration/list_certificates.h"

#include "tests/support/gateway_fixture.h"

namespace enlace::service {
namespace {

class ListCertificatesTest : public GatewayFixture {
 protected:
  ListCertificatesTest() {
    for (const char* id : {kSender, kFederal}) {
      RegisterAgency(id, v1::AGENCY_KIND_PROTECTION_UNIT);
      EnrolAgency(id);
    }
  }
  absl::StatusOr<v1::ListCertificatesResponse> List(const v1::ListCertificatesRequest& request) {
    return Call(api().list_certificates, Administrator(), request);
  }
};

TEST_F(ListCertificatesTest, OnePrefixListsOneHolder) {
  v1::ListCertificatesRequest request;
  request.set_subject_uri(Keys(kSender).uri);
  ASSERT_OK_AND_ASSIGN(const v1::ListCertificatesResponse response, List(request));
  ASSERT_EQ(response.certificates_size(), 2);
  for (const v1::Certificate& certificate : response.certificates()) {
    EXPECT_EQ(certificate.subject_uri(), Keys(kSender).uri);
  }
}

TEST_F(ListCertificatesTest, PagesAreCompleteAndTheirTokensBoundToTheFilter) {
  v1::ListCertificatesRequest request;
  request.set_page_size(3);
  ASSERT_OK_AND_ASSIGN(const v1::ListCertificatesResponse first, List(request));
  EXPECT_EQ(first.certificates_size(), 3);
  request.set_page_token(first.next_page_token());
  ASSERT_OK_AND_ASSIGN(const v1::ListCertificatesResponse second, List(request));
  EXPECT_EQ(second.certificates_size(), 1);
  EXPECT_TRUE(second.next_page_token().empty());
  request.set_subject_uri(Keys(kSender).uri);
  EXPECT_EQ(base::FieldOf(List(request).status()), "page_token");
}

TEST_F(ListCertificatesTest, AgenciesMayNotList) {
  EXPECT_THAT(Call(api().list_certificates, CallerOf(kSender), v1::ListCertificatesRequest()),
              ReasonIs(v1::ERROR_REASON_ROLE_NOT_PERMITTED));
}

}  // namespace
}  // namespace enlace::service
