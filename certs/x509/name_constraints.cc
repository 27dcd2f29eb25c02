#include "certs/x509/name_constraints.h"

namespace enlace::certs {

absl::StatusOr<NameConstraintsPtr> MakeNameConstraints(absl::string_view host) {
  NameConstraintsPtr constraints(NAME_CONSTRAINTS_new());
  SubtreePtr subtree(GENERAL_SUBTREE_new());
  ASN1_IA5STRING* text = ASN1_IA5STRING_new();
  if (constraints == nullptr || subtree == nullptr || text == nullptr ||
      ASN1_STRING_set(text, host.data(), static_cast<int>(host.size())) != 1) {
    ASN1_IA5STRING_free(text);
    return OpensslFailure("making nameConstraints");
  }
  GENERAL_NAME_set0_value(subtree->base, GEN_URI, text);
  constraints->permittedSubtrees = sk_GENERAL_SUBTREE_new_null();
  if (constraints->permittedSubtrees == nullptr ||
      sk_GENERAL_SUBTREE_push(constraints->permittedSubtrees, subtree.get()) <= 0) {
    return OpensslFailure("making nameConstraints");
  }
  subtree.release();
  return constraints;
}

std::string PermittedUriHost(const NAME_CONSTRAINTS* constraints) {
  if (constraints == nullptr || sk_GENERAL_SUBTREE_num(constraints->permittedSubtrees) != 1 ||
      constraints->excludedSubtrees != nullptr) {
    return "";
  }
  const GENERAL_NAME* name = sk_GENERAL_SUBTREE_value(constraints->permittedSubtrees, 0)->base;
  if (name->type != GEN_URI) return "";
  const ASN1_IA5STRING* host = name->d.uniformResourceIdentifier;
  return std::string(reinterpret_cast<const char*>(ASN1_STRING_get0_data(host)),
                     static_cast<size_t>(ASN1_STRING_length(host)));
}

}  // namespace enlace::certs
