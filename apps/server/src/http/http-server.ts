// The server's door: the typed API under /api/rpc, the web app everywhere else, and the same care for every request.

import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import type { Clock } from '@mandato/primitives/ports';
import type { AnyContractRouter } from '@orpc/contract';
import type { ORPCError, Router } from '@orpc/server';
import { RPCHandler } from '@orpc/server/fastify';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import { deviceOf, newDevice } from '../account/known-devices.ts';
import { relyingPartyOf } from '../account/relying-party.ts';
import { callerOf } from '../account/session-store.ts';
import type { ApiContext } from '../api/api-base.ts';
import { refuse } from '../api/refuse.ts';
import { type Acting, actingAs } from '../audit/acting.ts';
import type { Db } from '../store/database.ts';
import { answerOfDecoding, answerOfProcedure, errorBody, type FailureLog } from './error-answers.ts';
import { httpsNeeded, isFromOurPages, isReachedSafely, normalAddress, type Reach } from './guard-requests.ts';
import { serveWebApp } from './serve-web-app.ts';

export interface HttpNeeds {
  readonly router: Router<AnyContractRouter, ApiContext>;
  readonly db: Db;
  readonly wall: Clock;
  readonly log: FastifyBaseLogger;
  readonly reach: Reach;
  /** The built web app. */
  readonly webDir: string;
}

const cookieMaxAgeSeconds = 30 * 24 * 3600;
const deviceMaxAgeSeconds = 365 * 24 * 3600;

/** Over HTTPS the browser itself guarantees that no other host and no plain page can have set them. */
function cookieNames(isSecure: boolean): { readonly session: string; readonly device: string } {
  const prefix = isSecure ? '__Host-' : '';
  return { session: `${prefix}mandato_session`, device: `${prefix}mandato_device` };
}

/** Builds the server; the caller makes it listen and closes it. */
export async function httpServer(needs: HttpNeeds): Promise<FastifyInstance> {
  const app = Fastify({
    loggerInstance: needs.log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: 256 * 1024,
    trustProxy: false,
  });
  await app.register(cookie);
  await app.register(helmet, securityHeaders(needs.reach));
  acceptOnlyJson(app);
  app.addHook('onRequest', (request, reply, done) => {
    if (!isReachedSafely(request.headers.host, needs.reach)) {
      void reply.code(403).type('text/plain').send(httpsNeeded);
    } else if (isFromOurPages(request, needs.reach)) done();
    else sendError(reply, refuse('request_cross_site'));
  });
  app.setErrorHandler((error: FastifyError, _request, reply) => {
    const isOurs = (error.statusCode ?? 500) >= 500;
    sendError(reply, isOurs ? answerOfProcedure(error, needs.log) : refuse('input_malformed'));
  });
  app.get('/healthz', () => ({ ok: true }));
  serveApi(app, needs);
  await serveWebApp(app, needs.webDir);
  return app;
}

function serveApi(app: FastifyInstance, needs: HttpNeeds): void {
  const handler = rpcHandler(needs.router, needs.log);
  app.all('/api/*', async (request, reply) => {
    reply.header('cache-control', 'no-store');
    const context = await contextOf(request, reply, needs);
    const { matched } = await actingAs(actingOf(context), () =>
      handler.handle(request, reply, { prefix: '/api/rpc', context }),
    );
    if (!matched) sendError(reply, refuse('procedure_unknown'));
    return reply;
  });
}

function rpcHandler(router: HttpNeeds['router'], log: FailureLog): RPCHandler<ApiContext> {
  return new RPCHandler(router, {
    interceptors: [
      async ({ next }) => {
        try {
          return await next();
        } catch (error) {
          throw answerOfDecoding(error);
        }
      },
    ],
    clientInterceptors: [
      async ({ next }) => {
        try {
          return await next();
        } catch (error) {
          throw answerOfProcedure(error, log);
        }
      },
    ],
  });
}

async function contextOf(
  request: FastifyRequest,
  reply: FastifyReply,
  needs: HttpNeeds,
): Promise<ApiContext> {
  const secure = needs.reach.publicUrl?.protocol === 'https:';
  const attributes = { path: '/', httpOnly: true, sameSite: 'lax', secure } as const;
  const names = cookieNames(secure);
  const setDeviceToken = (token: string) => {
    void reply.setCookie(names.device, token, { ...attributes, maxAge: deviceMaxAgeSeconds });
  };
  const device = deviceOf(request.cookies[names.device], request.headers['user-agent']);
  return {
    caller: await callerOf(needs.db, request.cookies[names.session], needs.wall.nowMs()),
    address: normalAddress(request.socket.remoteAddress),
    device,
    relyingParty: relyingPartyOf(request.headers.host, needs.reach.publicUrl),
    holdBrowser: () => {
      if (device.tokenHash !== null) return device.tokenHash;
      const made = newDevice();
      setDeviceToken(made.token);
      return made.tokenHash;
    },
    setDeviceToken,
    setSessionToken: (token) => {
      if (token === null) void reply.clearCookie(names.session, attributes);
      else void reply.setCookie(names.session, token, { ...attributes, maxAge: cookieMaxAgeSeconds });
    },
  };
}

function actingOf({ caller, address }: ApiContext): Acting {
  return { sessionId: caller.kind === 'anonymous' ? null : caller.sessionId, address };
}

/** JSON or nothing: no form of another website can be posted here. */
function acceptOnlyJson(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    // The typed client sends an empty body for a procedure without input.
    if (body === '') done(null, {});
    else void parse(request, String(body), done);
  });
}

function sendError(reply: FastifyReply, error: ORPCError<string, unknown>): void {
  void reply.code(error.status).header('cache-control', 'no-store').send(errorBody(error));
}

function securityHeaders(reach: Reach) {
  const self = ["'self'"];
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: self,
        styleSrc: self,
        imgSrc: ["'self'", 'data:'],
        fontSrc: self,
        connectSrc: self,
        manifestSrc: self,
        workerSrc: self,
        baseUri: ["'none'"],
        formAction: self,
        frameAncestors: ["'none'"],
      },
    },
    crossOriginOpenerPolicy: { policy: 'same-origin' as const },
    referrerPolicy: { policy: 'no-referrer' as const },
    // On localhost a remembered demand for HTTPS would lock people out of every other local program.
    strictTransportSecurity: reach.publicUrl?.protocol === 'https:' ? { maxAge: 31_536_000 } : false,
  };
}
