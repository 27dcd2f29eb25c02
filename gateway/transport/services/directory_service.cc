#include "gateway/transport/services/directory_service.h"

#include "gateway/transport/serve.h"

namespace enlace::transport {

grpc::Status DirectoryService::ListAgencies(grpc::ServerContext* context,
                                            const v1::ListAgenciesRequest* request,
                                            v1::ListAgenciesResponse* response) {
  return Serve(seam_, context, handlers_.list_agencies, *request, response);
}

grpc::Status DirectoryService::GetAgency(grpc::ServerContext* context, const v1::GetAgencyRequest* request,
                                         v1::GetAgencyResponse* response) {
  return Serve(seam_, context, handlers_.get_agency, *request, response);
}

grpc::Status DirectoryService::ListMechanisms(grpc::ServerContext* context,
                                              const v1::ListMechanismsRequest* request,
                                              v1::ListMechanismsResponse* response) {
  return Serve(seam_, context, handlers_.list_mechanisms, *request, response);
}

grpc::Status DirectoryService::ResolveRecipients(grpc::ServerContext* context,
                                                 const v1::ResolveRecipientsRequest* request,
                                                 v1::ResolveRecipientsResponse* response) {
  return Serve(seam_, context, handlers_.resolve_recipients, *request, response);
}

}  // namespace enlace::transport
