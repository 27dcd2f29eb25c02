#!/usr/bin/env python3
"""The server core of gRPC 1.51 as Debian ships it, behind python3-grpcio: what the gateway stood on before it had a
door of its own, as the floods' baseline. Answers health checks.

    grpcio_server.py PORT CERT KEY
"""

import pathlib
import sys
from concurrent import futures

import grpc


class Health(grpc.GenericRpcHandler):
    def service(self, details):
        if details.method != "/grpc.health.v1.Health/Check":
            return None
        # HealthCheckResponse{status: SERVING}
        return grpc.unary_unary_rpc_method_handler(lambda request, context: b"\x08\x01")


def main() -> None:
    port, cert, key = sys.argv[1:]
    chain = pathlib.Path(cert).read_bytes()
    server = grpc.server(futures.ThreadPoolExecutor(4), handlers=[Health()])
    server.add_secure_port(f"127.0.0.1:{port}", grpc.ssl_server_credentials(
        [(pathlib.Path(key).read_bytes(), chain)], chain, require_client_auth=True))
    server.start()
    server.wait_for_termination()


if __name__ == "__main__":
    main()
