#!/usr/bin/python3
"""client/service_config/enlace.json: names every method of the contract, has only
repeatable ones called again, and gRPC acts on it."""
import json
import os
import pathlib
import subprocess
import tempfile
import threading
import unittest
from concurrent import futures

import grpc
from google.protobuf import descriptor_pb2

ROOT = pathlib.Path(__file__).resolve().parents[3]
TEXT = (ROOT / 'client/service_config/enlace.json').read_text(encoding='utf-8')
# Without request_id, but repeatable: it only moves forward.
MOVES_FORWARD = {'/enlace.v1.FeedService/Acknowledge'}
PATIENCE = 30  # Seconds until a call that hangs counts as failed.


def contract():
    """Path of each method -> its descriptor and that of its request."""
    protos = sorted((ROOT / 'protos/enlace/v1').glob('*.proto'))
    with tempfile.NamedTemporaryFile() as out:
        subprocess.run([os.environ.get('PROTOC', 'protoc'), f'-I{ROOT}/protos', f'-I{ROOT}/third_party/googleapis',
                        f'--descriptor_set_out={out.name}', *map(str, protos)], check=True)
        files = descriptor_pb2.FileDescriptorSet.FromString(out.read()).file
    messages = {f'.{file.package}.{message.name}': message for file in files for message in file.message_type}
    return {f'/{file.package}.{service.name}/{method.name}': (method, messages[method.input_type])
            for file in files for service in file.service for method in service.method}


class NamesTest(unittest.TestCase):
    def setUp(self):
        self.contract = contract()
        self.configs = {}
        for config in json.loads(TEXT)['methodConfig']:
            for name in config['name']:
                path = f'/{name["service"]}/{name["method"]}'
                self.assertNotIn(path, self.configs, 'named twice')
                self.configs[path] = config

    def test_every_method_of_the_contract_is_named_and_no_other(self):
        self.assertEqual(sorted(self.configs), sorted(self.contract))

    def test_what_may_be_repeated_is_called_again_and_nothing_else(self):
        reads = descriptor_pb2.MethodOptions.NO_SIDE_EFFECTS
        for path, (method, request) in self.contract.items():
            repeatable = (method.options.idempotency_level == reads or method.server_streaming or path in MOVES_FORWARD
                          or any(field.name == 'request_id' for field in request.field))
            self.assertEqual('retryPolicy' in self.configs[path], repeatable, path)

    def test_only_codes_after_which_nothing_was_done_are_tried_again(self):
        for path, config in self.configs.items():
            if 'retryPolicy' in config:
                self.assertEqual(config['retryPolicy']['retryableStatusCodes'], ['UNAVAILABLE', 'RESOURCE_EXHAUSTED'], path)

    def test_streams_have_no_deadline_and_calls_do(self):
        for path, (method, _) in self.contract.items():
            self.assertEqual('timeout' in self.configs[path], not method.server_streaming, path)


class Refuser(grpc.GenericRpcHandler):
    """Refuses each method's first `times` calls, then answers."""

    def __init__(self):
        self._mutex = threading.Lock()
        self.calls = 0
        self.times = 0
        self.code = grpc.StatusCode.UNAVAILABLE
        self.pushback = None

    def service(self, details):
        return grpc.unary_unary_rpc_method_handler(self._answer)

    def _answer(self, request, context):
        with self._mutex:
            self.calls += 1
            refused = self.calls <= self.times
        if refused:
            if self.pushback is not None:
                context.set_trailing_metadata((('grpc-retry-pushback-ms', self.pushback),))
            context.abort(self.code, 'not now')
        return b''


class BehaviourTest(unittest.TestCase):
    def setUp(self):
        self.refuser = Refuser()
        self.server = grpc.server(futures.ThreadPoolExecutor(4), handlers=(self.refuser,))
        port = self.server.add_insecure_port('127.0.0.1:0')
        self.server.start()
        self.addCleanup(lambda: self.server.stop(None).wait())
        self.channel = grpc.insecure_channel(f'127.0.0.1:{port}', options=[('grpc.service_config', TEXT)])
        self.addCleanup(self.channel.close)

    def call(self, path):
        return self.channel.unary_unary(path)(b'', timeout=PATIENCE)

    def test_a_read_survives_a_gateway_that_is_away_for_a_moment(self):
        self.refuser.times = 2
        self.assertEqual(self.call('/enlace.v1.CaseService/GetCaseStatus'), b'')
        self.assertEqual(self.refuser.calls, 3)

    def test_a_write_is_tried_five_times_in_all(self):
        self.refuser.times = 100
        with self.assertRaises(grpc.RpcError) as refused:
            self.call('/enlace.v1.ReferralService/SubmitReferral')
        self.assertEqual(refused.exception.code(), grpc.StatusCode.UNAVAILABLE)
        self.assertEqual(self.refuser.calls, 5)

    def test_enrolment_is_never_called_again_by_itself(self):
        self.refuser.times = 1
        with self.assertRaises(grpc.RpcError):
            self.call('/enlace.v1.EnrollmentService/Enroll')
        self.assertEqual(self.refuser.calls, 1)

    def test_a_refusal_for_a_reason_is_final(self):
        self.refuser.times = 1
        self.refuser.code = grpc.StatusCode.FAILED_PRECONDITION
        with self.assertRaises(grpc.RpcError):
            self.call('/enlace.v1.CaseService/GetCaseStatus')
        self.assertEqual(self.refuser.calls, 1)

    def test_the_wait_that_the_gateway_asks_for_comes_first(self):
        self.refuser.times = 1
        self.refuser.code = grpc.StatusCode.RESOURCE_EXHAUSTED
        self.refuser.pushback = '1'
        self.assertEqual(self.call('/enlace.v1.CaseService/GetCaseStatus'), b'')
        self.assertEqual(self.refuser.calls, 2)

    def test_a_gateway_that_wants_no_further_attempt_gets_none(self):
        self.refuser.times = 1
        self.refuser.pushback = '-1'
        with self.assertRaises(grpc.RpcError):
            self.call('/enlace.v1.CaseService/GetCaseStatus')
        self.assertEqual(self.refuser.calls, 1)


if __name__ == '__main__':
    unittest.main()
