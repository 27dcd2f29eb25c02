#include "gateway/mechanism/catalogue.h"

#include "gateway/base/time_text.h"
#include "tests/support/status_matchers.h"

namespace enlace::mechanism {
namespace {

using ::testing::HasSubstr;

const absl::Time kNow = absl::FromUnixSeconds(1768478400);

class CatalogueTest : public ::testing::Test {
 protected:
  CatalogueTest() {
    mechanism_.set_mechanism_id("mechanism-1");
    config::v1::CatalogueMeasure* entry = mechanism_.add_measures();
    entry->set_national_code("patrol");
    entry->set_type(v1::MEASURE_TYPE_PATROL);
    request_.set_kind(v1::MEASURE_KIND_PROTECTIVE);
    request_.set_type(v1::MEASURE_TYPE_PATROL);
    request_.set_covers(v1::SUBJECT_KIND_INDIVIDUAL);
    request_.set_national_code("patrol");
  }
  config::v1::CatalogueMeasure* entry() { return mechanism_.mutable_measures(0); }
  absl::Status Check() const { return CheckCatalogued(mechanism_, request_, kNow); }
  void ExpectRefused(const std::string& words) const {
    EXPECT_THAT(Check(), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(words)));
    EXPECT_EQ(base::FieldOf(Check()), "request.national_code");
  }

  Mechanism mechanism_;
  v1::RequestMeasure request_;
};

TEST_F(CatalogueTest, ACodeOfTheCatalogueAndNoCodeAtAllPass) {
  EXPECT_THAT(Check(), IsOk());
  request_.clear_national_code();
  EXPECT_THAT(Check(), IsOk());
}

TEST_F(CatalogueTest, WithoutACatalogueAnyCodeIsTheUnitsOwn) {
  mechanism_.clear_measures();
  request_.set_national_code("whatever");
  EXPECT_THAT(Check(), IsOk());
}

TEST_F(CatalogueTest, AnUnknownCodeAndOneOfAnotherTypeAreRefused) {
  request_.set_type(v1::MEASURE_TYPE_EVACUATION);
  ExpectRefused("MEASURE_TYPE_PATROL");
  request_.set_national_code("petrol");
  ExpectRefused("not in the catalogue of measures of mechanism-1");
}

TEST_F(CatalogueTest, AKindAndASubjectThatTheCatalogueDoesNotNameAreRefused) {
  entry()->add_kinds(v1::MEASURE_KIND_URGENT_PROTECTIVE);
  ExpectRefused("of this kind");
  request_.set_kind(v1::MEASURE_KIND_URGENT_PROTECTIVE);
  EXPECT_THAT(Check(), IsOk());
  entry()->add_covers(v1::SUBJECT_KIND_COLLECTIVE);
  ExpectRefused("to whom it should cover");
}

TEST_F(CatalogueTest, AMeasureThatIsNotGrantedYetIsRefused) {
  *entry()->mutable_validity()->mutable_from() = base::ToProto(kNow + absl::Hours(1));
  ExpectRefused("at that time");
}

}  // namespace
}  // namespace enlace::mechanism
