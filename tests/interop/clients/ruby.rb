# Executes calls with the grpc gem, as Debian packages it. See ../README.md.
#
#   ruby ruby.rb GENERATED TARGET
require 'base64'
require 'grpc'
require 'json'

GENERATED, TARGET = ARGV
$LOAD_PATH.unshift(GENERATED)
Dir.chdir(GENERATED) { Dir['enlace/v1/*_services_pb.rb'] }.each { |file| require file }
require 'google/rpc/error_details_pb'
require 'google/rpc/status_pb'

# Runs each call in a thread of its own and writes what comes as lines of JSON.
class Client
  def initialize
    @channels = {}
    @calls = {}
    @mutex = Mutex.new
    @begun = ConditionVariable.new
  end

  def start(order)
    Thread.new do
      execute(order)
    rescue StandardError => e
      emit(id: order['id'], defect: "#{e.class}: #{e.message}")
    end
  end

  def cancel(id)
    call = @mutex.synchronize do
      @begun.wait(@mutex) until @calls[id]
      @calls[id]
    end
    call.cancel
  end

  private

  def emit(**line)
    @mutex.synchronize do
      $stdout.puts(JSON.generate(line))
      $stdout.flush
    end
  end

  def channel_of(identity)
    @mutex.synchronize do
      @channels[identity] ||= begin
        read = ->(name) { identity[name] && File.read(identity[name]) }
        credentials = GRPC::Core::ChannelCredentials.new(read['roots'], read['key'], read['chain'])
        # A pool of its own: another identity's connection must not be reused.
        GRPC::ClientStub.setup_channel(nil, TARGET, credentials, { 'grpc.use_local_subchannel_pool' => 1 })
      end
    end
  end

  def metadata_of(order)
    values = order['metadata'].map { |key, value| [key, key.end_with?('-bin') ? Base64.decode64(value) : value] }
    values.group_by(&:first).transform_values { |pairs| pairs.map(&:last) }
  end

  def execute(order)
    service = Enlace::V1.const_get(order['service'])
    rpc = service::Service.rpc_descs.fetch(order['method'].to_sym)
    request = rpc.input.decode_json(JSON.generate(order['request']))
    options = { deadline: Time.now + (order['deadlineMs'] / 1000.0), metadata: metadata_of(order), return_op: true }
    stub = service::Stub.new(TARGET, nil, channel_override: channel_of(order['identity']))
    operation = begin_call(stub, order, rpc, request, options)
    @mutex.synchronize do
      @calls[order['id']] = operation
      @begun.broadcast
    end
    answers = operation.execute
    answers = [answers] unless order['stream']
    answers.each { |answer| emit(id: order['id'], message: JSON.parse(answer.to_json)) }
    emit(id: order['id'], end: { code: 0, message: '', status: nil })
  rescue GRPC::BadStatus => e
    emit(id: order['id'], end: { code: e.code, message: e.details, status: status_of(e) })
  end

  def begin_call(stub, order, rpc, request, options)
    if order['path']
      return stub.request_response(order['path'], request, rpc.input.method(:encode), rpc.output.method(:decode), **options)
    end
    stub.public_send(GRPC::GenericService.underscore(order['method']), request, options)
  end

  def status_of(error)
    status = error.to_rpc_status
    return nil unless status

    details = status.details.map do |any|
      { type: any.type_url.split('/').last, value: Base64.strict_encode64(any.value) }
    end
    { code: status.code, message: status.message, details: details }
  end
end

client = Client.new
$stdin.each_line do |line|
  order = JSON.parse(line)
  order['cancel'] ? client.cancel(order['id']) : client.start(order)
end
exit!(0)
