// What officers are told of a change, in their language.
#ifndef ENLACE_ADAPTERS_RUNTIME_SENTENCES_H_
#define ENLACE_ADAPTERS_RUNTIME_SENTENCES_H_

#include <string>

#include "absl/strings/string_view.h"
#include "enlace/v1/feed_service.pb.h"

namespace enlace::adapters {

// One sentence: the short code, what happened and what to do. No personal data,
// no name of a person. `language` is es, pt-BR or en. Pure.
std::string SentenceOf(const v1::FeedItem& item, absl::string_view language);

// The same for what could not be put into the agency's system: that it is there,
// and whom to ask. Pure.
std::string UndeliveredSentenceOf(const v1::FeedItem& item, absl::string_view language);

}  // namespace enlace::adapters

#endif  // ENLACE_ADAPTERS_RUNTIME_SENTENCES_H_
