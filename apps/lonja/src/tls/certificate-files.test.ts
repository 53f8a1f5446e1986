// Makes a certificate and shows that real clients accept it for this machine and for nothing else.

import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { statSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { createSocketServer } from '../http/socket-server.ts';
import { jsonReply } from '../http/wire-request.ts';
import { temporaryDirectory } from '../journal/temporary-directory.ts';
import { loadCertificate } from './certificate-files.ts';
import * as der from './der.ts';

const nowMs = Date.UTC(2026, 10, 22);

test('loadCertificate() makes a certificate for this machine once, and again before it ends', () => {
  const directory = temporaryDirectory();
  const made = loadCertificate(directory, nowMs);
  const certificate = new X509Certificate(made.cert);
  expect(certificate.checkHost('localhost')).toBe('localhost');
  expect(certificate.checkIP('127.0.0.1')).toBe('127.0.0.1');
  expect(certificate.checkIP('::1')).toBe('::1');
  expect(certificate.checkHost('bitso.com')).toBe(undefined);
  expect(certificate.verify(certificate.publicKey)).toBe(true);
  expect(certificate.ca).toBe(true);
  expect(Date.parse(certificate.validTo) - nowMs).toBe(820 * 86_400_000);
  expect(statSync(`${directory}/https-key.pem`).mode & 0o777).toBe(0o600);
  expect(loadCertificate(directory, nowMs + 1)).toEqual(made);
  expect(loadCertificate(directory, nowMs + 800 * 86_400_000).cert).not.toBe(made.cert);
  writeFileSync(`${directory}/https-cert.pem`, 'gone');
  expect(new X509Certificate(loadCertificate(directory, nowMs).cert).checkHost('localhost')).toBe(
    'localhost',
  );
});

test('createSocketServer() serves a client that trusts the certificate, and no other', async () => {
  const { key, cert } = loadCertificate(temporaryDirectory(), Date.now());
  const router = {
    serve: () => Promise.resolve(jsonReply(200, { ok: true })),
    handle: () => Promise.resolve(new Response()),
  };
  const server = createSocketServer(router, { key, cert });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const ask = (ca: readonly string[]) =>
    new Promise<string>((resolve) => {
      const asked = request({ host: 'localhost', port, family: 4, ca: [...ca], agent: false }, (response) => {
        response.resume();
        resolve(String(response.statusCode));
      });
      asked.on('error', (error) => resolve('code' in error ? String(error.code) : error.message));
      asked.end();
    });
  expect(await ask([cert])).toBe('200');
  expect(await ask([])).toMatch(/SELF_SIGNED|UNABLE/);
});

test('integer() and objectId() follow the rules of DER', () => {
  expect(der.objectId('1.2.840.10045.4.3.2').toString('hex')).toBe('06082a8648ce3d040302');
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 2n ** 128n }), (value) => {
      const hex = value.toString(16);
      const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
      const content = der.integer(bytes).subarray(2);
      expect((content[0] ?? 0) < 0x80).toBe(true);
      expect(BigInt(`0x${content.toString('hex')}`)).toBe(value);
    }),
  );
});
