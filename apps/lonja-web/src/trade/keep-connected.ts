// A WebSocket that is opened again, later and later, whenever it closes or falls silent.

export interface ConnectionPorts {
  readonly url: string;
  /** A fresh connection is open. */
  readonly onOpen: (socket: WebSocket) => void;
  readonly onMessage: (data: unknown, socket: WebSocket) => void;
  /** It closed, and will be tried again. */
  readonly onLost: () => void;
}

/** Without a frame for so long the connection counts as dead; the exchange says something every 20 s. */
const silenceMs = 45_000;
const retryFirstMs = 500;
const retryMaxMs = 8_000;

/** Keeps a connection open; the answer closes it for good. */
export function keepConnected({ url, onOpen, onMessage, onLost }: ConnectionPorts): () => void {
  let isStopped = false;
  let socket: WebSocket | null = null;
  let retryMs = retryFirstMs;
  let silence: ReturnType<typeof setTimeout> | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  function open(): void {
    const opened = new WebSocket(url);
    socket = opened;
    opened.addEventListener('open', () => {
      retryMs = retryFirstMs;
      onOpen(opened);
    });
    opened.addEventListener('message', ({ data }) => {
      clearTimeout(silence);
      silence = setTimeout(() => opened.close(), silenceMs);
      onMessage(data, opened);
    });
    opened.addEventListener('close', () => {
      clearTimeout(silence);
      if (isStopped) return;
      onLost();
      retry = setTimeout(open, retryMs);
      retryMs = Math.min(retryMs * 2, retryMaxMs);
    });
  }
  open();
  return () => {
    isStopped = true;
    clearTimeout(silence);
    clearTimeout(retry);
    socket?.close();
  };
}
