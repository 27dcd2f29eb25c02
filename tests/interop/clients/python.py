"""Executes calls with grpcio, as Debian packages it. See ../README.md.

    python3 python.py GENERATED TARGET
"""
import base64
import importlib
import json
import os
import sys
import threading

import google
import grpc
from google.protobuf import json_format

GENERATED, TARGET = sys.argv[1:]
sys.path.insert(0, GENERATED)
google.__path__.append(os.path.join(GENERATED, 'google'))  # google.rpc, beside Debian's google.protobuf
status_pb2 = importlib.import_module('google.rpc.status_pb2')

channels = {}
calls = {}
begun = threading.Condition()
output = threading.Lock()


def emit(**line):
    with output:
        print(json.dumps(line), flush=True)


def read(path):
    with open(path, 'rb') as file:
        return file.read()


def channel_of(identity):
    key = json.dumps(identity, sort_keys=True)
    if key not in channels:
        files = {name: read(path) for name, path in identity.items()}
        credentials = grpc.ssl_channel_credentials(files['roots'], files.get('key'), files.get('chain'))
        # A pool of its own: another identity's connection must not be reused.
        channels[key] = grpc.secure_channel(TARGET, credentials, [('grpc.use_local_subchannel_pool', 1)])
    return channels[key]


def method_of(order):
    """The generated stub's method, and the type of its request."""
    stem = order['stem']
    messages = importlib.import_module(f'enlace.v1.{stem}_pb2')
    services = importlib.import_module(f'enlace.v1.{stem}_pb2_grpc')
    channel = channel_of(order['identity'])
    descriptor = messages.DESCRIPTOR.services_by_name[order['service']].methods_by_name[order['method']]
    request_type = getattr(messages, descriptor.input_type.name)
    if 'path' in order:
        answer_type = getattr(messages, descriptor.output_type.name)
        return channel.unary_unary(order['path'], request_type.SerializeToString, answer_type.FromString), request_type
    return getattr(getattr(services, f"{order['service']}Stub")(channel), order['method']), request_type


def metadata_of(order):
    return [(key, base64.b64decode(value) if key.endswith('-bin') else value) for key, value in order['metadata']]


def details_of(call):
    for key, value in call.trailing_metadata() or ():
        if key == 'grpc-status-details-bin':
            status = status_pb2.Status.FromString(value)
            return {'code': status.code, 'message': status.message,
                    'details': [{'type': any.type_url.split('/')[-1], 'value': base64.b64encode(any.value).decode()}
                                for any in status.details]}
    return None


def execute(order):
    method, request_type = method_of(order)
    request = json_format.ParseDict(order['request'], request_type())
    options = {'timeout': order['deadlineMs'] / 1000, 'metadata': metadata_of(order)}
    call = (method if order['stream'] else method.future)(request, **options)
    with begun:
        calls[order['id']] = call
        begun.notify_all()
    answers = call if order['stream'] else (future.result() for future in [call])
    try:
        for answer in answers:
            emit(id=order['id'], message=json_format.MessageToDict(answer))
    except (grpc.RpcError, grpc.FutureCancelledError):
        pass  # The call itself says the same.
    emit(id=order['id'], end={'code': call.code().value[0], 'message': call.details() or '', 'status': details_of(call)})


def guarded(order):
    try:
        execute(order)
    except Exception as error:  # pylint: disable=broad-except
        emit(id=order['id'], defect=repr(error))


for line in sys.stdin:
    order = json.loads(line)
    if order.get('cancel'):
        with begun:
            begun.wait_for(lambda: order['id'] in calls)  # pylint: disable=cell-var-from-loop
        calls[order['id']].cancel()
    else:
        threading.Thread(target=guarded, args=(order,), daemon=True).start()
