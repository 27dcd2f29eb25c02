#include "gateway/transport/call/reflection.h"

#include <deque>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "gateway/base/errors.h"
#include "gateway/transport/call/caller_check.h"
#include "gateway/transport/call/peer_calls.h"
#include "google/protobuf/descriptor.pb.h"
#include "grpc/reflection/v1/reflection.pb.h"
#include "grpc/reflection/v1alpha/reflection.pb.h"

namespace enlace::transport {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;

// Questions that wait while the peer does not read their answers.
constexpr size_t kMostWaiting = 64;

// `file` and all that it imports, each once.
void Collect(const FileDescriptor* file, std::vector<const FileDescriptor*>* out,
             std::set<const FileDescriptor*>* seen) {
  if (!seen->insert(file).second) return;
  out->push_back(file);
  for (int i = 0; i < file->dependency_count(); ++i) Collect(file->dependency(i), out, seen);
}

// What a table serves, as descriptors. Looked up anew for each question: rare, and
// the table may still grow when it is made. Thread-safe.
class Served {
 public:
  explicit Served(const MethodTable* table) : table_(table) {}

  std::vector<std::string> services() const { return table_->services(); }
  // nullptr: not there, or no part of what is served.
  const FileDescriptor* File(const std::string& name) const {
    return IfServed(DescriptorPool::generated_pool()->FindFileByName(name));
  }
  const FileDescriptor* FileOf(const std::string& symbol) const {
    return IfServed(DescriptorPool::generated_pool()->FindFileContainingSymbol(symbol));
  }
  const Descriptor* Message(const std::string& name) const {
    const Descriptor* const message = DescriptorPool::generated_pool()->FindMessageTypeByName(name);
    return message == nullptr || IfServed(message->file()) == nullptr ? nullptr : message;
  }

 private:
  const FileDescriptor* IfServed(const FileDescriptor* file) const {
    std::vector<const FileDescriptor*> files;
    std::set<const FileDescriptor*> seen;
    for (const std::string& service : table_->services()) {
      Collect(DescriptorPool::generated_pool()->FindServiceByName(service)->file(), &files, &seen);
    }
    return seen.count(file) == 0 ? nullptr : file;
  }
  const MethodTable* const table_;
};

template <typename Response>
void SetError(absl::StatusCode code, absl::string_view message, Response* response) {
  response->mutable_error_response()->set_error_code(static_cast<int>(code));
  response->mutable_error_response()->set_error_message(std::string(message));
}

template <typename Response>
void SetFile(const FileDescriptor* file, Response* response) {
  if (file == nullptr) return SetError(absl::StatusCode::kNotFound, "not served here", response);
  std::vector<const FileDescriptor*> files;
  std::set<const FileDescriptor*> seen;
  Collect(file, &files, &seen);
  for (const FileDescriptor* const each : files) {
    google::protobuf::FileDescriptorProto proto;
    each->CopyTo(&proto);
    response->mutable_file_descriptor_response()->add_file_descriptor_proto(proto.SerializeAsString());
  }
}

template <typename Response>
void SetExtensions(const Served& served, const std::string& type, Response* response) {
  const Descriptor* const message = served.Message(type);
  if (message == nullptr) return SetError(absl::StatusCode::kNotFound, "not served here", response);
  response->mutable_all_extension_numbers_response()->set_base_type_name(type);
  std::vector<const FieldDescriptor*> extensions;
  DescriptorPool::generated_pool()->FindAllExtensions(message, &extensions);
  for (const FieldDescriptor* const extension : extensions) {
    response->mutable_all_extension_numbers_response()->add_extension_number(extension->number());
  }
}

template <typename Response>
void SetFileOfExtension(const Served& served, const std::string& type, int number, Response* response) {
  const Descriptor* const message = served.Message(type);
  const FieldDescriptor* const extension =
      message == nullptr ? nullptr : DescriptorPool::generated_pool()->FindExtensionByNumber(message, number);
  SetFile(extension == nullptr ? nullptr : served.File(extension->file()->name()), response);
}

template <typename Request, typename Response>
Response AnswerTo(const Served& served, const Request& request) {
  Response response;
  response.set_valid_host(request.host());
  *response.mutable_original_request() = request;
  switch (request.message_request_case()) {
    case Request::kListServices:
      for (const std::string& name : served.services()) {
        response.mutable_list_services_response()->add_service()->set_name(name);
      }
      break;
    case Request::kFileByFilename:
      SetFile(served.File(request.file_by_filename()), &response);
      break;
    case Request::kFileContainingSymbol:
      SetFile(served.FileOf(request.file_containing_symbol()), &response);
      break;
    case Request::kFileContainingExtension:
      SetFileOfExtension(served, request.file_containing_extension().containing_type(),
                         request.file_containing_extension().extension_number(), &response);
      break;
    case Request::kAllExtensionNumbersOfType:
      SetExtensions(served, request.all_extension_numbers_of_type(), &response);
      break;
    default:
      SetError(absl::StatusCode::kInvalidArgument, "asks nothing", &response);
  }
  return response;
}

// A stream in both directions; on the loop, since descriptors are in memory.
template <typename Request, typename Response>
class ReflectionCall final : public ServerCall {
 public:
  ReflectionCall(const ServedMethod& method, const Served& served, PeerCalls* peer, CallSink* sink)
      : method_(method),
        served_(served),
        peer_(peer),
        sink_(sink),
        caller_(peer->caller()),
        link_(std::make_shared<ReflectionCall*>(this)),
        ending_([this] { LookAgain(); }) {
    peer->loop()->Arm(&ending_, kLook);
  }

  ~ReflectionCall() override { *link_ = nullptr; }

  // Before anything else; ends the call if it may not be made.
  void Enter() {
    if (caller_->kind != identity::Caller::Kind::kAdministrator) {
      return End(base::RoleNotPermitted("reflection is for administrators"));
    }
    auto place = peer_->environment().streams->Open(*peer_->key(), [gate = peer_->gate(), link = link_] {
      gate->Post([link] {
        if (*link != nullptr && !(*link)->over_) (*link)->LookAgain();
      });
    });
    if (!place.ok()) return End(place.status());
    place_ = *std::move(place);
  }
  void OnMessage(std::unique_ptr<google::protobuf::Message> message) override {
    if (over_) return;
    if (waiting_.size() >= kMostWaiting) {
      return End(base::Refusal(absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_QUOTA_EXCEEDED,
                               "answers are not read"));
    }
    waiting_.push_back(std::move(message));
    Answer();
  }
  void OnHalfClose() override {
    half_closed_ = true;
    Answer();
  }
  void OnWritable() override { Answer(); }

 private:
  static constexpr absl::Duration kLook = absl::Seconds(1);

  void Answer() {
    while (!over_ && !waiting_.empty() && sink_->writable()) {
      const auto request = std::move(waiting_.front());
      waiting_.pop_front();
      sink_->Send(AnswerTo<Request, Response>(served_, static_cast<const Request&>(*request)));
    }
    if (!over_ && half_closed_ && waiting_.empty()) End(absl::OkStatus());
  }
  void LookAgain() {
    absl::Status good = StillGood(peer_->environment().identity, *caller_, &seen_changes_);
    if (good.ok() && peer_->environment().streams->ending()) good = ShuttingDown();
    if (!good.ok()) return End(good);
    peer_->loop()->Arm(&ending_, kLook);
  }
  void End(const absl::Status& status) {
    over_ = true;
    ending_.Disarm();
    place_ = nullptr;
    if (!status.ok()) peer_->LogEnd(method_, status);
    sink_->Finish(status);
  }

  const ServedMethod& method_;
  const Served& served_;
  PeerCalls* const peer_;
  CallSink* const sink_;
  const std::shared_ptr<const identity::Caller> caller_;
  // What is left of the call for those who wake it. On the loop only.
  const std::shared_ptr<ReflectionCall*> link_;
  uint64_t seen_changes_ = 0;
  bool over_ = false;
  bool half_closed_ = false;
  std::unique_ptr<OpenStreams::Place> place_;
  std::deque<std::unique_ptr<google::protobuf::Message>> waiting_;
  Timer ending_;
};

template <typename Request, typename Response>
class ReflectionMethod final : public ServedMethod {
 public:
  explicit ReflectionMethod(const MethodTable* table)
      : ServedMethod(Request::descriptor()
                         ->file()
                         ->FindServiceByName("ServerReflection")
                         ->FindMethodByName("ServerReflectionInfo"),
                     MethodTraits{Placement::kLoop}),
        served_(table) {}
  std::unique_ptr<google::protobuf::Message> NewRequest() const override {
    return std::make_unique<Request>();
  }
  std::unique_ptr<ServerCall> Begin(PeerCalls* peer, const CallStart& start, CallSink* sink) const override {
    auto call = std::make_unique<ReflectionCall<Request, Response>>(*this, served_, peer, sink);
    call->Enter();
    return call;
  }

 private:
  const Served served_;
};

}  // namespace

void AddReflection(MethodTable* table) {
  namespace alpha = grpc::reflection::v1alpha;
  namespace stable = grpc::reflection::v1;
  table->Add(
      std::make_unique<ReflectionMethod<stable::ServerReflectionRequest, stable::ServerReflectionResponse>>(
          table));
  table->Add(
      std::make_unique<ReflectionMethod<alpha::ServerReflectionRequest, alpha::ServerReflectionResponse>>(
          table));
}

}  // namespace enlace::transport
