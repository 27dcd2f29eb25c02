// RETURN_IF_ERROR and ASSIGN_OR_RETURN: the only two macros of the code.
#ifndef ENLACE_GATEWAY_BASE_STATUS_MACROS_H_
#define ENLACE_GATEWAY_BASE_STATUS_MACROS_H_

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#define RETURN_IF_ERROR(expr)                     \
  do {                                            \
    ::absl::Status enlace_status_ = (expr);       \
    if (!enlace_status_.ok()) return enlace_status_; \
  } while (false)

#define ENLACE_CONCAT_INNER_(a, b) a##b
#define ENLACE_CONCAT_(a, b) ENLACE_CONCAT_INNER_(a, b)
#define ENLACE_ASSIGN_OR_RETURN_(statusor, lhs, expr)  \
  auto statusor = (expr);                              \
  if (!statusor.ok()) return std::move(statusor).status(); \
  lhs = std::move(statusor).value()

#define ASSIGN_OR_RETURN(lhs, expr) \
  ENLACE_ASSIGN_OR_RETURN_(ENLACE_CONCAT_(enlace_statusor_, __LINE__), lhs, expr)

#endif  // ENLACE_GATEWAY_BASE_STATUS_MACROS_H_
