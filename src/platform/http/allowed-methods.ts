import type { FastifyInstance } from 'fastify';

/** Knows which methods an address answers to, for 405 and its Allow field. It is only asked when no route matched. */
export class AllowedMethods {
  private readonly routes = new Map<string, { pattern: RegExp; methods: Set<string> }>();

  constructor(fastify: FastifyInstance) {
    fastify.addHook('onRoute', ({ url, method }) => {
      if (url.includes('*')) return;
      const route = this.routes.get(url) ?? { pattern: patternOf(url), methods: new Set<string>() };
      for (const name of [method].flat()) route.methods.add(name);
      this.routes.set(url, route);
    });
  }

  for(url: string): string[] {
    const path = url.split('?', 1)[0] ?? '';
    const matching = [...this.routes.values()].filter(({ pattern }) => pattern.test(path));
    return [...new Set(matching.flatMap(({ methods }) => [...methods]))].sort();
  }
}

/** What addresses of a route look like. */
export function patternOf(url: string): RegExp {
  const segments = url.split('/').map((segment) => segment.split(/:\w+/).map(escaped).join('[^/]+'));
  return new RegExp(`^${segments.join('/')}$`);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
