// Lets workers on other machines use the one signer of the installation: they ask for an order or a read, never for a key.

import type { AddressInfo, Socket } from 'node:net';
import { createServer } from 'node:tls';
import type { VenueAnswer } from '@mandato/invest-core/venue/venue-answer';
import type { Clock } from '@mandato/primitives/ports';
import type { SignerClient } from '@mandato/signer/client/signer-protocol';
import * as z from 'zod';
import { readFrames, writeFrame } from './relay-frames.ts';
import { isOwnIdentity, type RelaySecret, relayCipher } from './relay-secret.ts';

export interface RelayNeeds {
  readonly secret: RelaySecret;
  readonly host: string;
  readonly port: number;
  readonly signer: Pick<SignerClient, 'execute'>;
  readonly wall: Clock;
  /** Whether the key of this credential was audited since the start; no order of a worker goes before that. */
  readonly isAudited: (credentialId: string) => Promise<boolean>;
  /** A worker saw the exchange refuse the key of this link. */
  readonly onKeyRefused: (linkId: string) => void;
  readonly log: { warn(details: object, message: string): void };
}

export interface RunningRelay {
  readonly port: number;
  stop(): Promise<void>;
}

const frameBytesMax = 65_536;

/**
 * A placement signed for longer ago than this is not passed on: it lay in a cut connection, and its worker has
 * promised to send within two seconds or not at all. The rest allows for clocks that differ.
 */
const placementAgeMsMax = 4_000;

/** The signer checks the intent itself, field by field; here only its outline is read. */
const askSchema = z.strictObject({
  id: z.number().int(),
  verb: z.literal('execute'),
  credentialId: z.string(),
  intent: z.looseObject({ kind: z.string() }),
  nonce: z.string().regex(/^\d{19}$/),
});
const tellSchema = z.strictObject({ verb: z.literal('key_refused'), linkId: z.string().max(64) });

/** Listens for workers; rejects when the port cannot be used. */
export async function serveRelay(needs: RelayNeeds): Promise<RunningRelay> {
  const { installId, secret } = needs.secret;
  const sockets = new Set<Socket>();
  const server = createServer({
    ...relayCipher,
    pskCallback: (_socket, identity) => (isOwnIdentity(installId, identity) ? secret : null),
  });
  server.on('tlsClientError', (error) => {
    needs.log.warn({ reason: error.message }, 'somebody without the worker key was refused at the relay');
  });
  server.on('secureConnection', (socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.setKeepAlive(true, 5_000);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    readFrames(socket, frameBytesMax, (frame) => void answer(needs, socket, frame));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(needs.port, needs.host, resolve);
  });
  return {
    port: portOf(server.address()),
    stop: async () => {
      const closed = new Promise((resolve) => {
        server.close(resolve);
      });
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

async function answer(needs: RelayNeeds, socket: Socket, frame: unknown): Promise<void> {
  const told = tellSchema.safeParse(frame);
  if (told.success) return needs.onKeyRefused(told.data.linkId);
  const asked = askSchema.safeParse(frame);
  if (!asked.success) {
    socket.destroy();
    return;
  }
  const value = await execute(needs, asked.data);
  if (!socket.destroyed) writeFrame(socket, { id: asked.data.id, value });
}

const unavailable = { kind: 'not_sent', cause: 'egress_unavailable' } as const;

async function execute(needs: RelayNeeds, asked: z.infer<typeof askSchema>): Promise<VenueAnswer> {
  const { credentialId, intent, nonce } = asked;
  // A worker reads the balance before it journals an order: there it already learns that the order has to wait.
  const isHeld = intent.kind.startsWith('place_') || intent.kind === 'read_balances';
  if (isHeld && !(await isAudited(needs, credentialId))) return unavailable;
  const signedForMs = Number(BigInt(nonce) / 1_000_000n);
  const isStale = needs.wall.nowMs() - signedForMs > placementAgeMsMax;
  if (intent.kind.startsWith('place_') && isStale) return unavailable;
  try {
    return await needs.signer.execute({ credentialId, intent: asVenueIntent(intent), nonce });
  } catch {
    return { kind: 'lost', cause: 'signer_stopped' };
  }
}

async function isAudited(needs: RelayNeeds, credentialId: string): Promise<boolean> {
  try {
    return await needs.isAudited(credentialId);
  } catch (error) {
    needs.log.warn(
      { cause: String(error) },
      'it could not be told whether a key was audited; its order waits',
    );
    return false;
  }
}

type VenueIntent = Parameters<SignerClient['execute']>[0]['intent'];

function asVenueIntent(intent: { readonly kind: string }): VenueIntent {
  const untrusted: unknown = intent;
  // What it is not is denied by the signer, which takes closed objects only.
  if (!isVenueIntent(untrusted)) throw new Error('an intent has a kind');
  return untrusted;
}

function isVenueIntent(value: unknown): value is VenueIntent {
  return typeof value === 'object' && value !== null && 'kind' in value;
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0;
}
