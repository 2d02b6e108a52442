import {
  Client,
  credentials,
  type MethodDefinition,
  Server,
  ServerCredentials,
  type ServerDuplexStream,
  type ServerUnaryCall,
  type sendUnaryData,
  status,
} from '@grpc/grpc-js';

const bytes = (text: string) => Buffer.from(text);
const text = (data: Buffer) => data.toString();

function method(path: string, streams: boolean): MethodDefinition<string, string> {
  return {
    path,
    requestStream: streams,
    responseStream: streams,
    requestSerialize: bytes,
    requestDeserialize: text,
    responseSerialize: bytes,
    responseDeserialize: text,
  };
}

const ADD = method('/shop.Cart/Add', false);
const ADD_ALL = method('/shop.Cart/AddAll', true);

/** A service of gRPC with the library of Node, one call that is answered once, and one that streams both ways. */
export function grpcMethods() {
  return {
    async serve(): Promise<{ readonly port: number; close(): void }> {
      const server = new Server();
      server.addService(
        { Add: ADD, AddAll: ADD_ALL },
        {
          Add: ({ request }: ServerUnaryCall<string, string>, answer: sendUnaryData<string>) =>
            request === 'nothing'
              ? answer({ code: status.INVALID_ARGUMENT, details: 'nothing to add' })
              : answer(null, `added ${request}`),
          AddAll: (stream: ServerDuplexStream<string, string>) => {
            stream.on('data', (one) => stream.write(`added ${one}`));
            stream.on('end', () => stream.end());
          },
        },
      );
      const port = await new Promise<number>((resolve, reject) =>
        server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
          error ? reject(error) : resolve(bound),
        ),
      );
      return { port, close: () => server.forceShutdown() };
    },

    client(address: string, authority: string) {
      const client = new Client(address, credentials.createInsecure(), {
        'grpc.default_authority': authority,
      });
      return {
        unary: (what: string) =>
          new Promise<string>((resolve, reject) => {
            client.makeUnaryRequest(ADD.path, bytes, text, what, (error, value) =>
              error ? reject(error) : resolve(value!),
            );
          }),
        stream: (all: readonly string[]) =>
          new Promise<string[]>((resolve, reject) => {
            const found: string[] = [];
            const call = client.makeBidiStreamRequest(ADD_ALL.path, bytes, text);
            call.on('data', (value) => {
              found.push(value);
              if (found.length === all.length) call.end();
            });
            call.on('end', () => resolve(found));
            call.on('error', reject);
            for (const one of all) call.write(one);
          }),
        close: () => client.close(),
      };
    },
  };
}
