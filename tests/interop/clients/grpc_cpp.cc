// Executes calls with gRPC C++, whose generic stub sends what the contract's
// descriptors describe. See ../README.md.
//
//   interop-grpc-cpp TARGET
#include <chrono>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "enlace/v1/administration_service.pb.h"
#include "enlace/v1/approval_service.pb.h"
#include "enlace/v1/case_service.pb.h"
#include "enlace/v1/directory_service.pb.h"
#include "enlace/v1/enrollment_service.pb.h"
#include "enlace/v1/feed_service.pb.h"
#include "enlace/v1/ledger_service.pb.h"
#include "enlace/v1/referral_service.pb.h"
#include "enlace/v1/report_service.pb.h"
#include "enlace/v1/warning_service.pb.h"
#include "google/protobuf/util/json_util.h"
#include "google/rpc/status.pb.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/grpcpp.h"

namespace enlace::interop {
namespace {

using google::protobuf::Message;
using google::protobuf::MethodDescriptor;
using Json = nlohmann::json;

// One message of each file of services, so that the linker keeps the file.
const google::protobuf::Descriptor* const kContract[] = {
    v1::CreateAgencyRequest::descriptor(),   v1::GetCaseStatusRequest::descriptor(),
    v1::ListAgenciesRequest::descriptor(),   v1::EnrollRequest::descriptor(),
    v1::WatchRequest::descriptor(),          v1::GetCheckpointRequest::descriptor(),
    v1::SubmitReferralRequest::descriptor(), v1::GetReportRequest::descriptor(),
    v1::IssueWarningRequest::descriptor(),   v1::CreateProposalRequest::descriptor(),
};

std::string Read(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

std::unique_ptr<Message> New(const google::protobuf::Descriptor* type) {
  return std::unique_ptr<Message>(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(type)->New());
}

// What grpc-status-details-bin held; null if nothing.
Json DetailsOf(const std::string& bytes) {
  google::rpc::Status status;
  if (bytes.empty() || !status.ParseFromString(bytes)) return nullptr;
  Json details = Json::array();
  for (const auto& any : status.details()) {
    details.push_back({{"type", any.type_url().substr(any.type_url().rfind('/') + 1)},
                       {"value", absl::Base64Escape(any.value())}});
  }
  return {{"code", status.code()}, {"message", status.message()}, {"details", details}};
}

class Client {
 public:
  explicit Client(std::string target) : target_(std::move(target)) {}

  // Executes the order on a thread of its own.
  void Start(const Json& order) {
    auto& context = contexts_[order["id"]] = std::make_unique<grpc::ClientContext>();
    context->set_deadline(std::chrono::system_clock::now() +
                          std::chrono::milliseconds(order["deadlineMs"].get<int64_t>()));
    for (const Json& pair : order["metadata"]) {
      const std::string name = pair[0];
      std::string value = pair[1];
      if (absl::EndsWith(name, "-bin")) absl::Base64Unescape(pair[1].get<std::string>(), &value);
      context->AddMetadata(name, value);
    }
    threads_.emplace_back([this, order, channel = ChannelOf(order["identity"]), context = context.get()] {
      try {
        Execute(order, channel, context);
      } catch (const std::exception& defect) {
        Emit({{"id", order["id"]}, {"defect", defect.what()}});
      }
    });
  }
  void Cancel(int id) { contexts_.at(id)->TryCancel(); }
  // Ends what is under way.
  void Close() {
    for (auto& [id, context] : contexts_) context->TryCancel();
    for (std::thread& thread : threads_) thread.join();
  }

 private:
  std::shared_ptr<grpc::Channel> ChannelOf(const Json& identity) {
    std::shared_ptr<grpc::Channel>& channel = channels_[identity.dump()];
    if (channel == nullptr) {
      grpc::SslCredentialsOptions tls;
      tls.pem_root_certs = Read(identity["roots"]);
      if (identity.contains("key")) {
        tls.pem_private_key = Read(identity["key"]);
        tls.pem_cert_chain = Read(identity["chain"]);
      }
      grpc::ChannelArguments arguments;
      // A pool of its own: another identity's connection must not be reused.
      arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
      channel = grpc::CreateCustomChannel(target_, grpc::SslCredentials(tls), arguments);
    }
    return channel;
  }

  void Emit(const Json& line) {
    const std::lock_guard<std::mutex> lock(output_);
    std::cout << line.dump() << std::endl;
  }

  void Execute(const Json& order, const std::shared_ptr<grpc::Channel>& channel,
               grpc::ClientContext* context) {
    const std::string service = absl::StrCat("enlace.v1.", order["service"].get<std::string>());
    const std::string name = order["method"];
    const MethodDescriptor* const method =
        google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(
            absl::StrCat(service, ".", name));
    if (method == nullptr) throw std::invalid_argument(absl::StrCat(service, " has no ", name));
    const std::unique_ptr<Message> request = New(method->input_type());
    const auto parsed = google::protobuf::util::JsonStringToMessage(order["request"].dump(), request.get());
    if (!parsed.ok()) throw std::invalid_argument(parsed.ToString());
    const grpc::Slice slice(request->SerializeAsString());

    grpc::GenericStub stub(channel);
    grpc::CompletionQueue queue;
    const auto done = [&queue] {
      void* tag = nullptr;
      bool ok = false;
      return queue.Next(&tag, &ok) && ok;
    };
    const auto call =
        stub.PrepareCall(context, order.value("path", absl::StrCat("/", service, "/", name)), &queue);
    call->StartCall(this);
    if (done()) {
      call->WriteLast(grpc::ByteBuffer(&slice, 1), grpc::WriteOptions(), this);
      done();  // If it failed, the status says why.
      grpc::ByteBuffer bytes;
      for (call->Read(&bytes, this); done(); call->Read(&bytes, this)) {
        Emit({{"id", order["id"]}, {"message", JsonOf(bytes, method->output_type())}});
      }
    }
    grpc::Status status;
    call->Finish(&status, this);
    done();
    Emit({{"id", order["id"]},
          {"end",
           {{"code", static_cast<int>(status.error_code())},
            {"message", status.error_message()},
            {"status", DetailsOf(status.error_details())}}}});
  }

  static Json JsonOf(const grpc::ByteBuffer& bytes, const google::protobuf::Descriptor* type) {
    std::vector<grpc::Slice> slices;
    std::string whole;
    if (!bytes.Dump(&slices).ok()) throw std::runtime_error("no bytes");
    for (const grpc::Slice& slice : slices) {
      whole.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
    }
    const std::unique_ptr<Message> message = New(type);
    std::string text;
    if (!message->ParseFromString(whole) ||
        !google::protobuf::util::MessageToJsonString(*message, &text).ok()) {
      throw std::runtime_error(absl::StrCat("no ", type->full_name()));
    }
    return Json::parse(text);
  }

  const std::string target_;
  std::mutex output_;
  // Of the main thread alone.
  std::map<std::string, std::shared_ptr<grpc::Channel>> channels_;
  std::map<int, std::unique_ptr<grpc::ClientContext>> contexts_;
  std::vector<std::thread> threads_;
};

}  // namespace
}  // namespace enlace::interop

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: interop-grpc-cpp TARGET" << std::endl;
    return 2;
  }
  enlace::interop::Client client(argv[1]);
  for (std::string line; std::getline(std::cin, line);) {
    const auto order = nlohmann::json::parse(line);
    if (order.contains("cancel")) {
      client.Cancel(order["id"]);
    } else {
      client.Start(order);
    }
  }
  client.Close();
  return 0;
}
