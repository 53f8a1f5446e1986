// The person's own orders and money as they change, over a WebSocket that the portal's session opens.
import { deskStreamPath } from '@mandato/lonja/api-contract/desk-stream';
import type { TradingDesk } from '@mandato/lonja/api-contract/trade-contract';
import { keepConnected } from './keep-connected.ts';

export interface DeskFeedPorts {
  readonly onDesk: (desk: TradingDesk) => void;
  /** Told when the stream begins, and when it is lost. */
  readonly onLive: (isLive: boolean) => void;
}

/** Listens until the answer is called; what cannot be read as a desk is passed over. */
export function listenToDesk({ onDesk, onLive }: DeskFeedPorts): () => void {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  const close = keepConnected({
    url: `${scheme}://${location.host}${deskStreamPath}`,
    onOpen: () => undefined,
    onMessage: (data) => {
      const desk = readDesk(data);
      if (desk === null) return;
      onDesk(desk);
      onLive(true);
    },
    onLost: () => onLive(false),
  });
  return () => {
    close();
    onLive(false);
  };
}

/** The desk of a message, or null for a keep-alive. */
export function readDesk(data: unknown): TradingDesk | null {
  try {
    const message: unknown = typeof data === 'string' ? JSON.parse(data) : null;
    return isDeskMessage(message) ? message.desk : null;
  } catch {
    return null;
  }
}

/** Same origin and same release: the contract's types hold once the envelope is there. */
function isDeskMessage(message: unknown): message is { readonly desk: TradingDesk } {
  return (
    typeof message === 'object' &&
    message !== null &&
    'desk' in message &&
    Reflect.get(message, 'type') === 'desk'
  );
}
