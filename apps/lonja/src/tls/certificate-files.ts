// The certificate of the HTTPS listener as two files in the data folder; the key is readable by its owner alone.

import { X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type KeyAndCertificate, makeCertificate } from './self-signed-certificate.ts';

export interface CertificateFiles extends KeyAndCertificate {
  /** What a client is told to trust. */
  readonly certFile: string;
}

const renewBeforeMs = 30 * 86_400_000;

/** Reads the certificate in `directory`, making one when there is none or it ends within a month. */
export function loadCertificate(directory: string, nowMs: number): CertificateFiles {
  const certFile = path.join(directory, 'https-cert.pem');
  const keyFile = path.join(directory, 'https-key.pem');
  const kept = read(keyFile, certFile);
  if (kept !== null && isFresh(kept.cert, nowMs)) return { ...kept, certFile };
  const made = makeCertificate(nowMs);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  write(keyFile, made.key, 0o600);
  write(certFile, made.cert, 0o644);
  return { ...made, certFile };
}

function read(keyFile: string, certFile: string): KeyAndCertificate | null {
  if (!existsSync(keyFile) || !existsSync(certFile)) return null;
  return { key: readFileSync(keyFile, 'utf8'), cert: readFileSync(certFile, 'utf8') };
}

function isFresh(cert: string, nowMs: number): boolean {
  try {
    return Date.parse(new X509Certificate(cert).validTo) - nowMs > renewBeforeMs;
  } catch {
    return false;
  }
}

function write(file: string, text: string, mode: number): void {
  writeFileSync(`${file}.new`, text, { mode });
  renameSync(`${file}.new`, file);
}
