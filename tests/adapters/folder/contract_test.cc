// The folder driver under the suite that every adapter passes.
#include "tests/adapters/folder/folder_fixture.h"
#include "tests/contract/adapter_contract.h"

namespace enlace::adapters {
namespace {

class FolderSystem final : public AdapterUnderTest {
 public:
  FolderSystem() { Restart(); }
  Adapter& adapter() override { return *adapter_; }
  void Restart() override {
    adapter_.reset();
    adapter_ = *FolderAdapter::New(FolderConfig(folder_.path()), clock_);
  }
  void OfferReferral(const std::string& reference) override {
    std::ofstream(folder_.File("casos/salida/" + reference + ".csv")) << kHeaders << Line(reference);
    Wait();
  }
  void OfferGarbage() override {
    std::ofstream(folder_.File("casos/salida/basura.csv")) << "esto no es\nuna lista\n";
    Wait();
  }

 private:
  // The files stay as they are for long enough.
  void Wait() {
    if (!adapter_->Collect().ok()) std::abort();
    clock_.Advance(absl::Seconds(3));
  }
  TemporaryFolder folder_;
  FakeClock clock_;
  std::unique_ptr<FolderAdapter> adapter_;
};

INSTANTIATE_TEST_SUITE_P(Folder, AdapterContract, ::testing::Values([]() -> std::unique_ptr<AdapterUnderTest> {
                           return std::make_unique<FolderSystem>();
                         }));

}  // namespace
}  // namespace enlace::adapters
