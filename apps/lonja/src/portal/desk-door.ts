// The WebSocket of our own pages: who may open it, keep-alives, and the end of sessions and of slow readers.

import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import type { PortalAccount } from '../accounts/portal-state.ts';
import { deskStreamPath } from '../api-contract/desk-stream.ts';
import type { PrivateDoor } from '../stream/serve-stream.ts';
import { textFrame } from '../stream/text-frame.ts';
import { isOriginOfHost, readCookie } from './browser-request.ts';
import type { DeskFeed, DeskReader } from './desk-feed.ts';

const keepAlive = textFrame('{"type":"ka"}');
/** More than this waiting for a page: only the latest message waits for it. */
const latestOnlyBytes = 65_536;
/** Keep-alives without a byte taken in before a page is given up. */
const stuckMax = 3;
const connectionsMax = 2_000;
/** Told to a page whose session is over: it is to log in, not to try again. */
const sessionOver = 4001;

/** The door over `feed`; `keepAliveMs` is also how soon a session that ended is noticed at the latest. */
export function createDeskDoor(feed: DeskFeed, keepAliveMs = 20_000): PrivateDoor {
  const handshakes = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: 1_024,
    perMessageDeflate: { serverNoContextTakeover: true, clientNoContextTakeover: true },
  });
  const open = new Set<WebSocket>();

  function welcome(webSocket: WebSocket, socket: Socket, visitor: Visitor): void {
    const reader = readerOf(webSocket, socket);
    const leave = feed.join(visitor.person, visitor.token, reader);
    if (leave === null) {
      webSocket.close(1013);
      return;
    }
    open.add(webSocket);
    const timer = setInterval(() => {
      if (feed.personOf(visitor.token) === null) reader.end();
      else if (!reader.isWaiting()) socket.write(keepAlive);
      else if (reader.countStuck() >= stuckMax) webSocket.terminate();
    }, keepAliveMs);
    webSocket.on('error', () => undefined);
    webSocket.on('close', () => {
      clearInterval(timer);
      open.delete(webSocket);
      leave();
    });
  }

  return {
    path: deskStreamPath,
    upgrade: (request, socket, head) => {
      const visitor = open.size < connectionsMax ? visitorOf(feed, request) : 503;
      if (typeof visitor !== 'number') {
        handshakes.handleUpgrade(request, socket, head, (webSocket) => welcome(webSocket, socket, visitor));
        return;
      }
      socket.end(`HTTP/1.1 ${visitor} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    },
    close: () => {
      for (const webSocket of open) {
        webSocket.close(1001);
        setTimeout(() => webSocket.terminate(), 500).unref();
      }
    },
  };
}

interface Visitor {
  readonly person: PortalAccount;
  readonly token: string;
}

// Another site's page may open a WebSocket to us, and the browser sends our cookie along: so the page is asked for.
function visitorOf(feed: DeskFeed, { headers }: IncomingMessage): Visitor | 401 | 403 {
  const header = (name: string) => {
    const value = headers[name];
    return typeof value === 'string' ? value : null;
  };
  if (!isOriginOfHost(header)) return 403;
  const token = readCookie(header);
  const person = feed.personOf(token);
  return token === null || person === null ? 401 : { person, token };
}

interface SocketDeskReader extends DeskReader {
  isWaiting(): boolean;
  /** How often in a row this was asked without a byte having been taken in. */
  countStuck(): number;
}

function readerOf(webSocket: WebSocket, socket: Socket): SocketDeskReader {
  let latest: string | null = null;
  let takenBefore = -1;
  let stuck = 0;
  socket.on('drain', () => {
    if (latest !== null) socket.write(textFrame(latest));
    latest = null;
  });
  return {
    sendLatest: (text) => {
      if (socket.writableLength > latestOnlyBytes) latest = text;
      else socket.write(textFrame(text));
    },
    end: () => webSocket.close(sessionOver),
    isWaiting: () => socket.writableLength > 0,
    countStuck: () => {
      const taken = socket.bytesWritten - socket.writableLength;
      stuck = taken === takenBefore ? stuck + 1 : 0;
      takenBefore = taken;
      return stuck;
    },
  };
}
