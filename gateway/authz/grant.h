// Grants: the only proof that authorization happened. The store's rows of a case
// take one, so that code which skips authorization does not compile.
#ifndef ENLACE_GATEWAY_AUTHZ_GRANT_H_
#define ENLACE_GATEWAY_AUTHZ_GRANT_H_

#include <string>
#include <utility>

#include "enlace/v1/leg.pb.h"

namespace enlace::authz {

// What one agency may do with one case, now. Minted by Authorizer alone. A value
// for the length of one command; never stored, never handed to another one.
class Grant {
 public:
  const std::string& agency_id() const { return agency_id_; }
  const std::string& case_id() const { return case_id_; }
  v1::AccessGrade grade() const { return grade_; }

 private:
  friend class Authorizer;
  Grant(std::string agency_id, std::string case_id, v1::AccessGrade grade)
      : agency_id_(std::move(agency_id)), case_id_(std::move(case_id)), grade_(grade) {}
  std::string agency_id_;
  std::string case_id_;
  v1::AccessGrade grade_;
};

// Leave to count the cases of one mechanism, and to list what waits in them. It
// opens no case: the store hands out only what statistics need of each
// (gateway/store/case_statistics.h). Minted by Authorizer alone, for one answer.
class StatisticsGrant {
 public:
  // Who reads; empty for an administrator, who has no part in any case.
  const std::string& agency_id() const { return agency_id_; }
  const std::string& mechanism_id() const { return mechanism_id_; }

 private:
  friend class Authorizer;
  StatisticsGrant(std::string agency_id, std::string mechanism_id)
      : agency_id_(std::move(agency_id)), mechanism_id_(std::move(mechanism_id)) {}
  std::string agency_id_;
  std::string mechanism_id_;
};

// Leave to act as an administrator. Minted by Authorizer alone.
class AdminGrant {
 public:
  const std::string& administrator() const { return administrator_; }

 private:
  friend class Authorizer;
  explicit AdminGrant(std::string administrator) : administrator_(std::move(administrator)) {}
  std::string administrator_;
};

}  // namespace enlace::authz

#endif  // ENLACE_GATEWAY_AUTHZ_GRANT_H_
