// A text message as the bytes of one WebSocket frame, built once and sent to any number of readers (RFC 6455, 5.2).

const finalText = 0x81;

/** An unmasked, uncompressed, final text frame. */
export function textFrame(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const header = headerOf(length);
  const frame = Buffer.allocUnsafe(header.length + length);
  frame.set(header);
  frame.write(text, header.length);
  return frame;
}

function headerOf(length: number): Buffer {
  if (length < 126) return Buffer.of(finalText, length);
  if (length < 65_536) return Buffer.of(finalText, 126, length >>> 8, length & 255);
  const header = Buffer.alloc(10);
  header.set([finalText, 127]);
  header.writeBigUInt64BE(BigInt(length), 2);
  return header;
}
