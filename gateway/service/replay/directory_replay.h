// What the records of the trust log make of agencies, tokens and certificates.
#ifndef ENLACE_GATEWAY_SERVICE_REPLAY_DIRECTORY_REPLAY_H_
#define ENLACE_GATEWAY_SERVICE_REPLAY_DIRECTORY_REPLAY_H_

#include <cstdint>
#include <map>
#include <string>

#include "enlace/store/v1/record.pb.h"
#include "enlace/store/v1/state.pb.h"
#include "enlace/v1/administration_service.pb.h"
#include "enlace/v1/agency.pb.h"
#include "gateway/store/comparison.h"

namespace enlace::service {

// Takes the records of the trust log in their order and gives the rows that they
// lead to, whatever is stored. Not thread-safe.
class DirectoryReplay {
 public:
  void Add(uint64_t index, const store::v1::Record& record);

  store::Rows AgencyRows() const;
  store::Rows TokenRows() const;
  store::Rows CertificateRows() const;
  // Which certificates a holder has.
  store::Rows SubjectRows() const;
  // Whether a token with this hash of its secret was spent.
  bool IsSpent(const std::string& secret_hash) const;

 private:
  // The agency's first certificate makes it active, without a record of its own.
  void Activate(const std::string& agency_id);

  std::map<std::string, v1::Agency> agencies_;
  std::map<std::string, store::v1::TokenRow> tokens_;
  std::map<std::string, v1::Certificate> certificates_;
};

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_REPLAY_DIRECTORY_REPLAY_H_
