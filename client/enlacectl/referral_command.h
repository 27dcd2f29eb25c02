// enlacectl referral: sends, lists and opens referrals.
#ifndef ENLACE_CLIENT_ENLACECTL_REFERRAL_COMMAND_H_
#define ENLACE_CLIENT_ENLACECTL_REFERRAL_COMMAND_H_

#include "client/enlacectl/context.h"

namespace enlace::client {

// Adds `referral send`, `list` and `show`.
void AddReferralCommand(CLI::App& app, Context& context);

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_ENLACECTL_REFERRAL_COMMAND_H_
