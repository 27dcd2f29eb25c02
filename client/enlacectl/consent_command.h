#ifndef ENLACE_CLIENT_ENLACECTL_CONSENT_COMMAND_H_
#define ENLACE_CLIENT_ENLACECTL_CONSENT_COMMAND_H_

#include "client/enlacectl/context.h"

namespace enlace::client {

// withdraw-consent, below the noun `referral`.
void AddWithdrawConsent(CLI::App* referral, Context& context);

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_ENLACECTL_CONSENT_COMMAND_H_
