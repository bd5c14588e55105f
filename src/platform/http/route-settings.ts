import { FASTIFY_ROUTE_CONFIG_METADATA } from '@nestjs/platform-fastify/constants.js';
import type { FastifyInstance } from 'fastify';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Largest body in bytes, instead of the usual limit. */
    bodyLimit?: number;
    /** The body is not JSON: it is handed to the controller as a stream of at most so many bytes. */
    uploadLimit?: number;
    /** Anybody may keep the answer for so many seconds. */
    cacheSeconds?: number;
    /** Pages of any origin may read the answer. */
    publishable?: boolean;
    /** Requests leave no trace that says what was asked for. */
    confidential?: boolean;
  }
}

interface RouteSettings {
  bodyLimit?: number;
  uploadLimit?: number;
  cacheSeconds?: number;
  publishable?: boolean;
  confidential?: boolean;
}

/** Nest's own RouteConfig replaces what another decorator set; this one adds to it. */
function routeSettings(settings: RouteSettings): MethodDecorator {
  return (_target, _name, descriptor: PropertyDescriptor) => {
    const handler: object = descriptor.value;
    const before: object = Reflect.getMetadata(FASTIFY_ROUTE_CONFIG_METADATA, handler) ?? {};
    Reflect.defineMetadata(FASTIFY_ROUTE_CONFIG_METADATA, { ...before, ...settings }, handler);
  };
}

/** Another limit for the JSON body of this route, in bytes. */
export const BodyLimit = (bytes: number): MethodDecorator => routeSettings({ bodyLimit: bytes });

/**
 * This route takes a file: `@Body()` is a stream of any content type that fails with `body_too_large` beyond the limit.
 */
export const Upload = (bytes: number): MethodDecorator => routeSettings({ uploadLimit: bytes });

/**
 * A public answer that may be kept for so many seconds; it gets an ETag from its content. Signed-in callers get it as
 * private.
 */
export const Cacheable = (seconds: number): MethodDecorator => routeSettings({ cacheSeconds: seconds });

/**
 * A public read that says the same to everybody and that the college would print on a poster: pages of any origin may
 * show it. Which these are stands in `test/access/publishable`.
 */
export const Publishable = (): MethodDecorator => routeSettings({ publishable: true });

/**
 * Nobody may learn, not even by counting, that these routes were used: the log line of a request names neither route
 * nor request.
 */
export const Confidential = (): ClassDecorator => (controller) => {
  for (const [name, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(controller.prototype))) {
    if (name !== 'constructor') routeSettings({ confidential: true })(controller.prototype, name, descriptor);
  }
};

/** Fastify reads its limit from the route itself, which Nest cannot set. */
export function applyBodyLimits(fastify: FastifyInstance): void {
  fastify.addHook('onRoute', (route) => {
    const limit = route.config?.uploadLimit ?? route.config?.bodyLimit;
    if (limit !== undefined) route.bodyLimit = limit;
  });
}
