// Executes calls with grpc-java, as Debian packages it. See ../README.md.
//
//   java JavaClient TARGET

import com.google.protobuf.Any;
import com.google.protobuf.ListValue;
import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import io.grpc.protobuf.StatusProto;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

public final class JavaClient {
  private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);
  private static final Map<String, ManagedChannel> channels = new HashMap<>();
  private static final Map<Integer, ClientCall<?, ?>> calls = new ConcurrentHashMap<>();

  public static void main(String[] arguments) throws Exception {
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      Struct.Builder order = Struct.newBuilder();
      JsonFormat.parser().merge(line, order);
      Map<String, Value> fields = order.getFieldsMap();
      int id = (int) fields.get("id").getNumberValue();
      if (fields.containsKey("cancel")) {
        calls.get(id).cancel("cancelled by the case", null);
        continue;
      }
      try {
        execute(arguments[0], id, fields);
      } catch (Exception | LinkageError defect) {
        emit("{\"id\":" + id + ",\"defect\":" + quoted(defect.toString()) + "}");
      }
    }
    System.exit(0);
  }

  private static synchronized void emit(String line) {
    OUT.println(line);
  }

  private static String quoted(String text) throws Exception {
    return JsonFormat.printer().print(Value.newBuilder().setStringValue(text));
  }

  private static ManagedChannel channel(String target, Struct identity) throws Exception {
    String name = identity.toString();
    if (!channels.containsKey(name)) {
      Map<String, Value> files = identity.getFieldsMap();
      // The gateway speaks TLS 1.3 only, which Netty of this age does when it is told to.
      SslContextBuilder tls = GrpcSslContexts.forClient().protocols("TLSv1.3");
      tls.trustManager(new File(files.get("roots").getStringValue()));
      if (files.containsKey("key")) {
        tls.keyManager(
            new File(files.get("chain").getStringValue()), new File(files.get("key").getStringValue()));
      }
      channels.put(name, NettyChannelBuilder.forTarget(target).sslContext(tls.build()).build());
    }
    return channels.get(name);
  }

  // What protoc-gen-grpc-java made of the method.
  @SuppressWarnings("unchecked")
  private static MethodDescriptor<Message, Message> method(String service, String name) throws Exception {
    ServiceDescriptor descriptor =
        (ServiceDescriptor)
            Class.forName("enlace.v1." + service + "Grpc").getMethod("getServiceDescriptor").invoke(null);
    for (MethodDescriptor<?, ?> method : descriptor.getMethods()) {
      if (method.getFullMethodName().endsWith("/" + name)) return (MethodDescriptor<Message, Message>) method;
    }
    throw new IllegalArgumentException(service + " has no " + name);
  }

  private static Metadata metadata(ListValue given) {
    Metadata metadata = new Metadata();
    for (Value pair : given.getValuesList()) {
      String key = pair.getListValue().getValues(0).getStringValue();
      String value = pair.getListValue().getValues(1).getStringValue();
      if (key.endsWith("-bin")) {
        byte[] bytes = Base64.getDecoder().decode(value);
        metadata.put(Metadata.Key.of(key, Metadata.BINARY_BYTE_MARSHALLER), bytes);
      } else {
        metadata.put(Metadata.Key.of(key, Metadata.ASCII_STRING_MARSHALLER), value);
      }
    }
    return metadata;
  }

  private static void execute(String target, int id, Map<String, Value> order) throws Exception {
    MethodDescriptor<Message, Message> method =
        method(order.get("service").getStringValue(), order.get("method").getStringValue());
    var prototype = ((MethodDescriptor.PrototypeMarshaller<Message>) method.getRequestMarshaller());
    Message.Builder request = prototype.getMessagePrototype().newBuilderForType();
    JsonFormat.parser().merge(JsonFormat.printer().print(order.get("request").getStructValue()), request);
    if (order.containsKey("path")) {
      String path = order.get("path").getStringValue().substring(1);
      method = method.toBuilder().setFullMethodName(path).setSampledToLocalTracing(false).build();
    }
    CallOptions options =
        CallOptions.DEFAULT.withDeadlineAfter((long) order.get("deadlineMs").getNumberValue(), TimeUnit.MILLISECONDS);
    ClientCall<Message, Message> call =
        channel(target, order.get("identity").getStructValue()).newCall(method, options);
    calls.put(id, call);
    call.start(new Answers(id, call), metadata(order.get("metadata").getListValue()));
    call.sendMessage(request.build());
    call.halfClose();
    call.request(1);
  }

  private static final class Answers extends ClientCall.Listener<Message> {
    private final int id;
    private final ClientCall<Message, Message> call;

    Answers(int id, ClientCall<Message, Message> call) {
      this.id = id;
      this.call = call;
    }

    @Override
    public void onMessage(Message message) {
      try {
        String text = JsonFormat.printer().omittingInsignificantWhitespace().print(message);
        emit("{\"id\":" + id + ",\"message\":" + text + "}");
      } catch (Exception defect) {
        throw new IllegalStateException(defect);
      }
      call.request(1);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      try {
        String message = quoted(status.getDescription() == null ? "" : status.getDescription());
        emit("{\"id\":" + id + ",\"end\":{\"code\":" + status.getCode().value() + ",\"message\":" + message
            + ",\"status\":" + details(status, trailers) + "}}");
      } catch (Exception defect) {
        throw new IllegalStateException(defect);
      }
    }
  }

  private static String details(Status status, Metadata trailers) throws Exception {
    com.google.rpc.Status proto = StatusProto.fromStatusAndTrailers(status, trailers);
    if (proto == null || proto.getDetailsCount() == 0) return "null";
    StringBuilder details = new StringBuilder();
    for (Any any : proto.getDetailsList()) {
      String type = any.getTypeUrl().substring(any.getTypeUrl().lastIndexOf('/') + 1);
      details.append(details.length() == 0 ? "" : ",").append("{\"type\":").append(quoted(type));
      String value = Base64.getEncoder().encodeToString(any.getValue().toByteArray());
      details.append(",\"value\":").append(quoted(value)).append("}");
    }
    return "{\"code\":" + proto.getCode() + ",\"message\":" + quoted(proto.getMessage()) + ",\"details\":[" + details
        + "]}";
  }
}
