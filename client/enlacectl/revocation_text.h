// What a revocation would end, in words.
#ifndef ENLACE_CLIENT_ENLACECTL_REVOCATION_TEXT_H_
#define ENLACE_CLIENT_ENLACECTL_REVOCATION_TEXT_H_

#include <string>

#include "client/language.h"
#include "enlace/v1/administration_service.pb.h"

namespace enlace::client {

// One plain sentence, then the numbers, a line each. Pure.
std::string PreviewText(const v1::PreviewRevocationResponse& preview, Language language);

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_ENLACECTL_REVOCATION_TEXT_H_
