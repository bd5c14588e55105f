import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import type { FastifyReply } from 'fastify';
import { type Observable, tap } from 'rxjs';
import { declaredRoutes } from '../access/declared-access.js';
import { prefix } from '../config.js';
import { contentIn } from '../disclosure/record-ids.js';
import { answeredClasses } from '../names/places-of-names.js';

const MAKES = 'http:makes';

/**
 * That this POST makes something, or makes nothing, where its address does not tell: a transfer of an enrolment makes
 * another enrolment; a signature answers the plan that was signed.
 */
export const Makes =
  (makes: boolean): MethodDecorator =>
  (_target, _name, descriptor: PropertyDescriptor) => {
    Reflect.defineMetadata(MAKES, makes, descriptor.value);
  };

/**
 * Where what each route makes can be read, by its handler: at the GET that answers the same class under an id. A POST
 * below that very address does something with what is there already.
 */
export function placesOfNew(modules: ModulesContainer): Map<object, string> {
  const routes = declaredRoutes(modules);
  const readAt = new Map<unknown, string>();
  for (const { route, handler } of routes) {
    const [, place] = /^GET (\/.+)\/:id$/.exec(route) ?? [];
    if (place) for (const answer of answeredClasses(handler, 200)) readAt.set(answer, place);
  }
  const places = new Map<object, string>();
  for (const { route, handler } of routes) {
    const [answer] = route.startsWith('POST ') ? answeredClasses(handler, 201) : [];
    const place = readAt.get(answer);
    if (place === undefined) continue;
    const makes: boolean = Reflect.getMetadata(MAKES, handler) ?? !route.startsWith(`POST ${place}/`);
    if (makes) places.set(handler, place);
  }
  return places;
}

/** Says of whatever was made where it can be read. */
@Injectable()
export class LocationInterceptor implements NestInterceptor {
  private places?: Map<object, string>;

  constructor(private readonly modules: ModulesContainer) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    this.places ??= placesOfNew(this.modules);
    const place = this.places.get(context.getHandler());
    if (place === undefined) return next.handle();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(
      tap((answer: unknown) => {
        const { id } = contentIn(answer) as { id?: string };
        if (id !== undefined) reply.header('location', `/${prefix}${place}/${id}`);
      }),
    );
  }
}
