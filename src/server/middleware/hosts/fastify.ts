import {Readable} from 'node:stream';
import type {FastifyPluginCallback} from 'fastify';
import type {HostAnalytics} from './host-analytics.js';
import {beginNodeExchange, exchangeOf} from './node-response.js';

export interface AnalyticsPluginOptions {
  readonly analytics: HostAnalytics;
}

const plugin: FastifyPluginCallback<AnalyticsPluginOptions> = (app, {analytics}, ready) => {
  app.addHook('onRequest', (request, reply, next) => {
    const exchange = beginNodeExchange(analytics, request.raw, reply.raw, () => ({
      route: request.is404 ? undefined : request.routeOptions.url,
    }));
    if (exchange) exchange.run(next);
    else next();
  });
  // Reading a body leaves the request's own asynchronous context.
  app.addHook('preValidation', (_request, reply, next) => {
    const exchange = exchangeOf(reply.raw);
    if (exchange) exchange.run(next);
    else next();
  });
  app.addHook('onError', (_request, reply, error, next) => {
    exchangeOf(reply.raw)?.fail(error);
    next();
  });
  app.addHook('onSend', (_request, reply, payload, next) => {
    // Once headers are out Fastify tells no hook of an error.
    if (payload instanceof Readable) payload.once('error', error => exchangeOf(reply.raw)?.fail(error));
    next();
  });
  ready();
};

/** Fastify 5: `app.register(analyticsPlugin, {analytics})`, before the routes; it holds for the application, not for a scope of its own. */
export const analyticsPlugin: FastifyPluginCallback<AnalyticsPluginOptions> = Object.assign(plugin, {
  [Symbol.for('skip-override')]: true,
  [Symbol.for('fastify.display-name')]: 'askfirst',
});
