// Writes a case into the agency's folder, wholly or not at all.
#ifndef ENLACE_ADAPTERS_FOLDER_DELIVERY_WRITER_H_
#define ENLACE_ADAPTERS_FOLDER_DELIVERY_WRITER_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "adapters/adapter.h"
#include "adapters/folder/acknowledgement_reader.h"
#include "adapters/folder/journal.h"
#include "adapters/folder/row_view.h"

namespace enlace::adapters::folder {

// Makes entrada/<short code>/ with caso.json, resumen.txt, the attachments and
// the file that the officer answers in. Everything goes into a hidden folder
// first, which is renamed when all is on disk. Borrows journal and rules. Not
// thread-safe.
class DeliveryWriter {
 public:
  // `incoming` is entrada/, `root` the folder that avisos/ lies in.
  DeliveryWriter(std::string incoming, std::string notices, const ReadingRules& rules, Journal& journal)
      : incoming_(std::move(incoming)), notices_(std::move(notices)), rules_(rules), journal_(journal) {}

  // Removes what a crash left half-written.
  //   UNAVAILABLE  the folder cannot be read.
  absl::Status CleanUp();

  // Returns the name of the case's folder; the same for the same leg.
  //   INVALID_ARGUMENT    no leg id or no valid short code.
  //   RESOURCE_EXHAUSTED  an attachment is larger than the agency takes.
  //   UNAVAILABLE         it could not be written; try again.
  absl::StatusOr<std::string> Write(const IncomingReferral& referral);

  // Adds the sentence to avisos/<date>.txt and, if the case has a folder or a
  // note came along, to the case's estado.txt. UNAVAILABLE: try again.
  absl::Status Announce(const IncomingChange& change);

  // The leg delivered into folder `name` of entrada/.
  std::optional<DeliveredCase> Find(const std::string& name) const;

 private:
  absl::StatusOr<std::string> ChooseFolder(const IncomingReferral& referral) const;
  absl::Status Fill(const IncomingReferral& referral, const std::string& folder, const std::string& name) const;

  const std::string incoming_;
  const std::string notices_;
  const ReadingRules& rules_;
  Journal& journal_;
};

}  // namespace enlace::adapters::folder

#endif  // ENLACE_ADAPTERS_FOLDER_DELIVERY_WRITER_H_
