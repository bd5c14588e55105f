import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { ModulesContainer } from '@nestjs/core';
import { ROUTE_ACCESS, type RouteAccess } from './access.decorators.js';

export interface DeclaredRoute {
  /** e.g. `POST /runs/:id/enrolments` */
  route: string;
  access: RouteAccess | undefined;
  handler: object;
}

/** Every route of every controller with who may call it, in a stable order. */
export function declaredRoutes(modules: ModulesContainer): DeclaredRoute[] {
  return handlersOf(modules)
    .map(({ route, handler }) => ({
      route,
      access: Reflect.getMetadata(ROUTE_ACCESS, handler) as RouteAccess | undefined,
      handler,
    }))
    .sort((a, b) => a.route.localeCompare(b.route));
}

/** The routes whose handler is so. */
export const routesWhere = (modules: ModulesContainer, holds: (handler: object) => boolean): string[] =>
  handlersOf(modules)
    .filter(({ handler }) => holds(handler))
    .map(({ route }) => route);

function handlersOf(modules: ModulesContainer): { route: string; handler: object }[] {
  const found: { route: string; handler: object }[] = [];
  for (const module of modules.values()) {
    for (const { metatype } of module.controllers.values()) {
      if (!metatype) continue;
      const base = pathsOf(metatype)[0] ?? '';
      for (const name of Object.getOwnPropertyNames(metatype.prototype)) {
        const handler: unknown = metatype.prototype[name];
        if (typeof handler !== 'function' || !Reflect.hasMetadata(METHOD_METADATA, handler)) continue;
        const method = RequestMethod[Number(Reflect.getMetadata(METHOD_METADATA, handler))];
        for (const path of pathsOf(handler)) {
          found.push({ route: `${method} /${[base, path].filter(Boolean).join('/')}`.replace(/\/+/g, '/'), handler });
        }
      }
    }
  }
  return found;
}

/** Refuses to start while a route does not say who may call it. */
export function refuseUndeclaredRoutes(modules: ModulesContainer): void {
  const undeclared = declaredRoutes(modules).filter(({ access }) => access === undefined);
  if (undeclared.length > 0) {
    throw new Error(`These routes do not say who may call them: ${undeclared.map(({ route }) => route).join(', ')}`);
  }
}

function pathsOf(target: object): string[] {
  const path = Reflect.getMetadata(PATH_METADATA, target) as string | string[] | undefined;
  return [path ?? ''].flat().map((each) => each.replace(/^\/|\/$/g, ''));
}
