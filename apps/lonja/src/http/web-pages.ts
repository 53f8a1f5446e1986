// The portal's pages: files read once from the built folder, so that no request can name anything else on the disk.

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { securityHeaders } from './security-headers.ts';
import type { Target, WireReply } from './wire-request.ts';

/** Serves a page or file; every path that is no file gets the single page. */
export type ServePages = (method: string, target: Target) => WireReply;

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.json': 'application/json',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
};

/** The files below `folder` as they are now; without an `index.html` a line of text stands in for the pages. */
export function loadWebPages(folder: string): ServePages {
  const files = existsSync(folder) ? readFolder(folder, '') : new Map<string, Buffer>();
  const index = files.get('index.html') ?? null;
  return (method, target) => {
    if (method !== 'GET' && method !== 'HEAD') return textReply(405, 'This address only shows pages.\n');
    const name = target.segments.join('/');
    const file = files.get(name);
    if (file !== undefined && name !== 'index.html') return fileReply(name, file, cacheOf(name));
    if (name.startsWith('assets/')) return textReply(404, 'There is no such file.\n');
    if (index === null) return textReply(200, 'Lonja is running. Its web pages have not been built.\n');
    return fileReply('index.html', index, 'no-cache');
  };
}

// Names under assets carry a hash of their content.
function cacheOf(name: string): string {
  return name.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
}

function fileReply(name: string, body: Buffer, cache: string): WireReply {
  const type = contentTypes[path.extname(name)] ?? 'application/octet-stream';
  return {
    status: 200,
    headers: { ...securityHeaders, 'content-type': type, 'cache-control': cache },
    body,
  };
}

function textReply(status: number, body: string): WireReply {
  const headers = {
    ...securityHeaders,
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
  };
  return { status, headers, body };
}

function readFolder(folder: string, prefix: string): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  for (const name of readdirSync(folder)) {
    const file = path.join(folder, name);
    if (!statSync(file).isDirectory()) files.set(prefix + name, readFileSync(file));
    else for (const [inner, bytes] of readFolder(file, `${prefix}${name}/`)) files.set(inner, bytes);
  }
  return files;
}
