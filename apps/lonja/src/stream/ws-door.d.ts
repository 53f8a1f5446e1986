// The few things of the package `ws` that are used here, with their types.
declare module 'ws' {
  import type { EventEmitter } from 'node:events';
  import type { IncomingMessage } from 'node:http';
  import type { Duplex } from 'node:stream';

  export class WebSocket extends EventEmitter {
    constructor(
      address: string,
      options?: {
        readonly rejectUnauthorized?: boolean;
        readonly headers?: Readonly<Record<string, string>>;
      },
    );
    send(data: string): void;
    ping(): void;
    pause(): void;
    close(code?: number, reason?: string): void;
    terminate(): void;
  }

  export class WebSocketServer extends EventEmitter {
    constructor(options: {
      readonly noServer: true;
      readonly clientTracking: false;
      readonly maxPayload: number;
      readonly perMessageDeflate: {
        readonly serverNoContextTakeover: boolean;
        readonly clientNoContextTakeover: boolean;
      };
    });
    handleUpgrade(
      request: IncomingMessage,
      socket: Duplex,
      head: Buffer,
      done: (webSocket: WebSocket) => void,
    ): void;
  }
}
