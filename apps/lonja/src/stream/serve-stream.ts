// WebSockets on the port of everything else, under any path: handshakes, keep-alives, and the end of slow readers.

import type { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { SocketServer } from '../http/socket-server.ts';
import type { WholeRequest } from '../http/whole-request.ts';
import { WholeResponse } from '../http/whole-response.ts';
import { SocketReader } from './socket-reader.ts';
import { answerMessage, type SessionPorts } from './stream-session.ts';
import { textFrame } from './text-frame.ts';

export interface StreamServer {
  /** Takes over the upgrades of a server. */
  attach(server: SocketServer): void;
  counts(): { readonly open: number; readonly cutOff: number };
  /** Closes every connection with 1001 and takes no more. */
  close(): void;
}

/** Takes over the handshakes of one path, which is not the market's. */
export interface PrivateDoor {
  readonly path: string;
  upgrade(request: IncomingMessage, socket: Socket, head: Buffer): void;
  /** Closes every connection of it. */
  close(): void;
}

export interface StreamTimes {
  /** From the opening to the first keep-alive. */
  readonly firstKeepAliveMs: number;
  readonly keepAliveMs: number;
  /** From a subscription without a book to the close. */
  readonly closeMs: number;
}

/** As seen on Bitso's wire. */
export const wireTimes: StreamTimes = { firstKeepAliveMs: 10_000, keepAliveMs: 20_000, closeMs: 500 };

const messageBytesMax = 4_096;
const connectionsMax = 50_000;
/** Keep-alives without a byte taken in before a reader is given up. */
const stuckMax = 3;
const keepAlive = textFrame('{"type":"ka"}');

/** A server of streams over `ports`, and of `door`, when there is one. */
export function createStreamServer(
  ports: SessionPorts,
  times: StreamTimes = wireTimes,
  door: PrivateDoor | null = null,
): StreamServer {
  const handshakes = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: messageBytesMax,
    // Taken up when a client offers it; what we send is never compressed, so that it can be shared.
    perMessageDeflate: { serverNoContextTakeover: true, clientNoContextTakeover: true },
  });
  const open = new Set<WebSocket>();
  let cutOff = 0;
  let isClosed = false;

  function welcome(webSocket: WebSocket, socket: Socket): void {
    const reader = new SocketReader(socket, {
      cutOff: () => {
        cutOff += 1;
        webSocket.terminate();
      },
      close: (code) => webSocket.close(code),
    });
    open.add(webSocket);
    const stopKeepAlive = keepAliveOf({ ports, webSocket, reader, times });
    webSocket.on('message', (data: Buffer, isBinary: boolean) => {
      const answer = answerMessage(ports, reader, isBinary ? null : data.toString('utf8'));
      if (answer !== 'close_1011') reader.send(textFrame(JSON.stringify(answer)));
      else setTimeout(() => webSocket.close(1011), times.closeMs);
    });
    // A broken frame ends the connection; `ws` closes it with the right code.
    webSocket.on('error', () => undefined);
    webSocket.on('close', () => {
      stopKeepAlive();
      open.delete(webSocket);
      ports.stream.leave(reader);
    });
  }

  function upgrade(request: IncomingMessage, duplex: Duplex, head: Buffer): void {
    if (isClosed || open.size >= connectionsMax || !(duplex instanceof Socket)) {
      duplex.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    if (door !== null && request.url === door.path) {
      door.upgrade(request, duplex, head);
      return;
    }
    handshakes.handleUpgrade(request, duplex, head, (webSocket) => welcome(webSocket, duplex));
  }

  return {
    attach: (server) => {
      server.on('upgrade', (request: WholeRequest, duplex: Duplex, head: Buffer) => {
        duplex.on('error', () => duplex.destroy());
        if (request.headers.upgrade?.toLowerCase() === 'websocket') upgrade(request, duplex, head);
        else serveWithoutUpgrade(server, request, duplex);
      });
    },
    counts: () => ({ open: open.size, cutOff }),
    close: () => {
      isClosed = true;
      door?.close();
      for (const webSocket of open) {
        webSocket.close(1001);
        setTimeout(() => webSocket.terminate(), 500).unref();
      }
    },
  };
}

function keepAliveOf(of: {
  readonly ports: SessionPorts;
  readonly webSocket: WebSocket;
  readonly reader: SocketReader;
  readonly times: StreamTimes;
}): () => void {
  const { ports, webSocket, reader, times } = of;
  let stuck = 0;
  function tick(): void {
    stuck = reader.isStuck() ? stuck + 1 : 0;
    if (stuck >= stuckMax) webSocket.terminate();
    else if (!ports.stream.isFrozen) reader.send(keepAlive);
  }
  let interval: NodeJS.Timeout | undefined;
  const first = setTimeout(() => {
    tick();
    interval = setInterval(tick, times.keepAliveMs);
  }, times.firstKeepAliveMs);
  return () => {
    clearTimeout(first);
    clearInterval(interval);
  };
}

// Some HTTP libraries offer another protocol with their first request; it is answered as if they had not.
function serveWithoutUpgrade(server: SocketServer, request: WholeRequest, duplex: Duplex): void {
  const hasBody =
    Number(request.headers['content-length'] ?? '0') > 0 || 'transfer-encoding' in request.headers;
  if (hasBody || !(duplex instanceof Socket)) {
    duplex.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
    return;
  }
  const response = new WholeResponse(request);
  response.shouldKeepAlive = false;
  response.assignSocket(duplex);
  response.on('finish', () => duplex.end());
  request.push(null);
  server.emit('request', request, response);
}
