#include "client/referral_reader.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "client/identity_uri.h"
#include "client/payload.h"
#include "client/recipient_keys.h"
#include "enlace/v1/referral_service.grpc.pb.h"
#include "gateway/base/digest.h"
#include "gateway/base/identifier.h"

namespace enlace::client {
namespace {

absl::Status Foreign(absl::string_view what) {
  return absl::DataLossError(absl::StrCat("the sealed content does not belong to this referral: ", what,
                                          "; do not act on it, tell the administrator"));
}

// What holds for contents and notes alike: the case, the gateway, the author.
absl::Status CheckBinding(const content::v1::SealBinding& binding, const v1::Referral& referral,
                          const v1::AgencyRef& author, const TrustedLogs& logs) {
  if (binding.case_id() != referral.case_id()) return Foreign("it was sealed for another case");
  if (!logs.Find(binding.log_origin()).ok()) return Foreign("it was sealed for another gateway");
  const auto sender = ParseIdentity(binding.sender_uri());
  if (!sender.ok() || sender->agency_id != author.agency_id()) return Foreign("another agency sealed it");
  return absl::OkStatus();
}

template <typename Content>
absl::Status CheckAttachments(const Content& content) {
  for (const content::v1::Attachment& attachment : content.attachments()) {
    if (base::Sha256(attachment.content()) != attachment.sha256()) {
      return absl::DataLossError("an attachment does not have the digest that goes with it");
    }
  }
  return absl::OkStatus();
}

// Content of the referral that its sender sealed in a note to those who came to it
// later. Nobody else's word counts as the content, and none replaces what was sealed
// at first.
void TakeContent(const v1::SealedNote& note, const std::string& author_uri, content::v1::NoteContent* content,
                 ReadReferral* read) {
  if (!content->has_referral()) return;
  if (!read->content.has_value() && note.author().agency_id() == read->referral.origin().agency_id()) {
    read->content = content->referral();
    read->sender_uri = author_uri;
  }
  content->clear_referral();
}

}  // namespace

absl::StatusOr<std::unique_ptr<ReferralReader>> ReferralReader::New(Session& session,
                                                                    const certs::Keystore& keystore,
                                                                    TrustedLogs logs) {
  ASSIGN_OR_RETURN(auto verifier, ContentVerifierOf(keystore));
  return std::unique_ptr<ReferralReader>(
      new ReferralReader(session, keystore, std::move(logs), std::move(verifier)));
}

absl::StatusOr<ReadReferral> ReferralReader::Fetch(absl::string_view referral_id,
                                                   absl::string_view officer_pseudonym,
                                                   absl::string_view purpose) {
  v1::GetReferralRequest request;
  request.set_referral_id(std::string(referral_id));
  request.set_officer_pseudonym(std::string(officer_pseudonym));
  request.set_purpose(std::string(purpose));
  ASSIGN_OR_RETURN(
      v1::GetReferralResponse response,
      session_.Call<v1::ReferralService>(&v1::ReferralService::StubInterface::GetReferral, request));
  if (response.referral().referral_id() != referral_id) {
    return absl::DataLossError("the gateway answered with another referral than the one asked for");
  }
  ReadReferral read;
  read.record = response.record();
  read.referral = std::move(*response.mutable_referral());
  if (read.referral.has_sealed()) {
    auto content = OpenFrom(read.referral, &read.sender_uri);
    if (content.ok()) {
      read.content = *std::move(content);
    } else if (!absl::IsPermissionDenied(content.status())) {
      return content.status();
    }
  }
  for (const v1::SealedNote& note : read.referral.notes()) {
    ReadNote opened{note, std::nullopt};
    std::string author_uri;
    auto content = OpenNoteFrom(read.referral, note, &author_uri);
    if (content.ok()) {
      TakeContent(note, author_uri, &*content, &read);
      opened.content = *std::move(content);
    } else if (!absl::IsPermissionDenied(content.status())) {
      return content.status();
    }
    read.notes.push_back(std::move(opened));
  }
  return read;
}

absl::StatusOr<content::v1::ReferralContent> ReferralReader::Open(const v1::Referral& referral) const {
  std::string ignored;
  return OpenFrom(referral, &ignored);
}

absl::StatusOr<content::v1::ReferralContent> ReferralReader::OpenFrom(const v1::Referral& referral,
                                                                      std::string* sender_uri) const {
  if (!referral.has_sealed())
    return absl::PermissionDeniedError("the content of this referral is not for us");
  ASSIGN_OR_RETURN(const certs::Opened opened, OpenPayload(referral.sealed(), keystore_, *verifier_));
  RETURN_IF_ERROR(CheckBinding(opened.binding, referral, referral.origin(), logs_));
  if (base::DeriveReferralId(referral.origin().agency_id(), opened.binding.request_id()) !=
      referral.referral_id()) {
    return Foreign("it was sealed for another referral");
  }
  content::v1::ReferralContent content;
  if (!content.ParseFromString(opened.content)) return absl::DataLossError("the content is malformed inside");
  RETURN_IF_ERROR(CheckAttachments(content));
  *sender_uri = opened.binding.sender_uri();
  return content;
}

absl::StatusOr<content::v1::NoteContent> ReferralReader::OpenNote(const v1::Referral& referral,
                                                                  const v1::SealedNote& note) const {
  std::string ignored;
  return OpenNoteFrom(referral, note, &ignored);
}

absl::StatusOr<content::v1::NoteContent> ReferralReader::OpenNoteFrom(const v1::Referral& referral,
                                                                      const v1::SealedNote& note,
                                                                      std::string* author_uri) const {
  if (!note.has_sealed()) return absl::PermissionDeniedError("this note is not for us");
  ASSIGN_OR_RETURN(const certs::Opened opened, OpenPayload(note.sealed(), keystore_, *verifier_));
  RETURN_IF_ERROR(CheckBinding(opened.binding, referral, note.author(), logs_));
  content::v1::NoteContent content;
  if (!content.ParseFromString(opened.content)) return absl::DataLossError("the note is malformed inside");
  RETURN_IF_ERROR(CheckAttachments(content));
  RETURN_IF_ERROR(CheckAttachments(content.referral()));
  *author_uri = opened.binding.sender_uri();
  return content;
}

}  // namespace enlace::client
