// Serves the built web app: its files, and its one page for every address that is the app's own.

import { existsSync } from 'node:fs';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { refuse } from '../api/refuse.ts';
import { errorBody } from './error-answers.ts';

const page = 'index.html';

/** `webDir` holds the built app; without it every page is one sentence. */
export async function serveWebApp(app: FastifyInstance, webDir: string): Promise<void> {
  const isBuilt = existsSync(path.join(webDir, page));
  if (isBuilt) {
    await app.register(fastifyStatic, {
      root: webDir,
      wildcard: false,
      index: page,
      cacheControl: false,
      setHeaders: (reply, file) => {
        // Built files carry a hash of their content in their names; the page itself does not.
        const isHashed = file.includes(`${path.sep}assets${path.sep}`);
        reply.setHeader('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
  }
  app.setNotFoundHandler((request, reply) => {
    const isPage = request.method === 'GET' && !/\.[a-z0-9]{1,8}$/i.test(request.url.split('?')[0] ?? '');
    if (request.url.startsWith('/api/') || !isPage) {
      const unknown = refuse('procedure_unknown');
      return reply.code(unknown.status).send(errorBody(unknown));
    }
    if (isBuilt) return reply.sendFile(page);
    return reply
      .code(503)
      .type('text/plain')
      .send('The web app is not built: start Mandato with "npm start".\n');
  });
}
