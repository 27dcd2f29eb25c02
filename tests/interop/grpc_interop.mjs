// gRPC's own interoperability client, as Debian's ruby-grpc ships it, unmodified,
// against grpc.testing.TestService on the door. One process for each case.
//
//   node grpc_interop.mjs SERVER
import {spawn, spawnSync} from 'node:child_process';
import {createInterface} from 'node:readline';

const [server] = process.argv.slice(2);
// All that need no account with a cloud, no name service, and no compression,
// which the door takes only where it is asked to.
const CASES = [
  'empty_unary', 'large_unary', 'client_streaming', 'server_streaming', 'ping_pong', 'empty_stream',
  'timeout_on_sleeping_server', 'cancel_after_begin', 'cancel_after_first_response', 'unimplemented_method',
  'unimplemented_service', 'status_code_and_message', 'custom_metadata',
];

const client = spawnSync('dpkg-query', ['--listfiles', 'ruby-grpc'], {encoding: 'utf8'}).stdout
  ?.split('\n').find((file) => file.endsWith('/pb/test/client.rb'));
// The client asks for googleauth before it looks at what it is to do.
if (!client || spawnSync('/usr/bin/ruby', ['-e', "require 'googleauth'"]).status !== 0) {
  console.log('interop: skipped: grpc_interop needs ruby-grpc and ruby-googleauth, which scripts/setup --clients installs');
  process.exit(0);
}

const serving = spawn(server, [], {stdio: ['ignore', 'pipe', 'inherit']});
const port = await new Promise((resolve, reject) => {
  serving.on('error', reject);
  serving.on('exit', (code) => reject(new Error(`the server ended with ${code}`)));
  createInterface({input: serving.stdout}).once('line', resolve);
});
let failed = 0;
for (const name of CASES) {
  const {status, stdout, stderr} = spawnSync('/usr/bin/ruby', [
    client, '--server_host=localhost', `--server_port=${port}`, `--test_case=${name}`], {encoding: 'utf8', timeout: 60_000});
  console.log(`grpc_interop: ${status === 0 ? 'passed' : 'failed'}: ${name}`);
  if (status !== 0) {
    ++failed;
    console.log(stdout, stderr);
  }
}
serving.kill();
console.log(`${CASES.length - failed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
