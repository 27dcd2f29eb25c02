// Executes calls with grpc-go, as Debian packages it. See ../README.md.
//
//	interop-go TARGET
package main

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	_ "enlace/v1"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
)

type order struct {
	ID         int               `json:"id"`
	Cancel     bool              `json:"cancel"`
	Service    string            `json:"service"`
	Method     string            `json:"method"`
	Path       string            `json:"path"`
	Stream     bool              `json:"stream"`
	Identity   map[string]string `json:"identity"`
	Request    json.RawMessage   `json:"request"`
	Metadata   [][2]string       `json:"metadata"`
	DeadlineMs int64             `json:"deadlineMs"`
}

type client struct {
	target   string
	mu       sync.Mutex
	channels map[string]*grpc.ClientConn
	cancels  map[int]context.CancelFunc
}

func (c *client) emit(line map[string]interface{}) {
	bytes, err := json.Marshal(line)
	if err != nil {
		panic(err)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	os.Stdout.Write(append(bytes, '\n'))
}

func (c *client) channel(identity map[string]string) (*grpc.ClientConn, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	name := fmt.Sprint(identity)
	if known := c.channels[name]; known != nil {
		return known, nil
	}
	roots, err := os.ReadFile(identity["roots"])
	if err != nil {
		return nil, err
	}
	config := &tls.Config{RootCAs: x509.NewCertPool()}
	config.RootCAs.AppendCertsFromPEM(roots)
	if identity["key"] != "" {
		pair, err := tls.LoadX509KeyPair(identity["chain"], identity["key"])
		if err != nil {
			return nil, err
		}
		config.Certificates = []tls.Certificate{pair}
	}
	channel, err := grpc.Dial(c.target, grpc.WithTransportCredentials(credentials.NewTLS(config)))
	c.channels[name] = channel
	return channel, err
}

func (c *client) context(o order) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), time.Duration(o.DeadlineMs)*time.Millisecond)
	c.mu.Lock()
	c.cancels[o.ID] = cancel
	c.mu.Unlock()
	for _, pair := range o.Metadata {
		key, value := pair[0], pair[1]
		if strings.HasSuffix(key, "-bin") {
			bytes, _ := base64.StdEncoding.DecodeString(value)
			value = string(bytes)
		}
		ctx = metadata.AppendToOutgoingContext(ctx, key, value)
	}
	return ctx
}

func newMessage(name protoreflect.FullName) (proto.Message, error) {
	messageType, err := protoregistry.GlobalTypes.FindMessageByName(name)
	if err != nil {
		return nil, err
	}
	return messageType.New().Interface(), nil
}

// Sends the order; each answer goes to stdout. The error is that of the call.
func (c *client) call(ctx context.Context, o order) (callError error, defect error) {
	service := protoreflect.FullName("enlace.v1." + o.Service)
	descriptor, err := protoregistry.GlobalFiles.FindDescriptorByName(service.Append(protoreflect.Name(o.Method)))
	if err != nil {
		return nil, err
	}
	method := descriptor.(protoreflect.MethodDescriptor)
	request, err := newMessage(method.Input().FullName())
	if err != nil {
		return nil, err
	}
	if err := protojson.Unmarshal(o.Request, request); err != nil {
		return nil, err
	}
	channel, err := c.channel(o.Identity)
	if err != nil {
		return nil, err
	}
	path := o.Path
	if path == "" {
		path = fmt.Sprintf("/%s/%s", service, o.Method)
	}
	stream, err := channel.NewStream(ctx, &grpc.StreamDesc{ServerStreams: o.Stream}, path)
	if err != nil {
		return err, nil
	}
	if err := stream.SendMsg(request); err != nil && err != io.EOF { // io.EOF: RecvMsg says why.
		return err, nil
	}
	if err := stream.CloseSend(); err != nil {
		return err, nil
	}
	for {
		answer, err := newMessage(method.Output().FullName())
		if err != nil {
			return nil, err
		}
		if err := stream.RecvMsg(answer); err == io.EOF {
			return nil, nil
		} else if err != nil {
			return err, nil
		}
		text, err := protojson.Marshal(answer)
		if err != nil {
			return nil, err
		}
		c.emit(map[string]interface{}{"id": o.ID, "message": json.RawMessage(text)})
		if !o.Stream {
			return nil, nil
		}
	}
}

func (c *client) execute(ctx context.Context, o order) {
	callError, defect := c.call(ctx, o)
	if defect != nil {
		c.emit(map[string]interface{}{"id": o.ID, "defect": defect.Error()})
		return
	}
	result := status.Convert(callError)
	end := map[string]interface{}{"code": result.Code(), "message": result.Message()}
	if all := result.Proto().GetDetails(); len(all) > 0 {
		details := []map[string]string{}
		for _, any := range all {
			value := base64.StdEncoding.EncodeToString(any.Value)
			details = append(details, map[string]string{"type": any.TypeUrl[strings.LastIndex(any.TypeUrl, "/")+1:], "value": value})
		}
		end["status"] = map[string]interface{}{"code": result.Proto().Code, "message": result.Proto().Message, "details": details}
	}
	c.emit(map[string]interface{}{"id": o.ID, "end": end})
}

func main() {
	c := &client{target: os.Args[1], channels: map[string]*grpc.ClientConn{}, cancels: map[int]context.CancelFunc{}}
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var o order
		if err := json.Unmarshal(lines.Bytes(), &o); err != nil {
			panic(err)
		}
		if o.Cancel {
			c.mu.Lock()
			cancel := c.cancels[o.ID]
			c.mu.Unlock()
			cancel()
			continue
		}
		go c.execute(c.context(o), o)
	}
}
