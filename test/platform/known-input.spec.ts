import 'reflect-metadata';
import type { ExecutionContext } from '@nestjs/common';
import { ROUTE_ARGS_METADATA, RouteParamtypes } from '@nestjs/common/internal';
import { KnownInputGuard } from '../../src/platform/http/known-input.guard.js';

class Shelf {}
const read = (): void => undefined;

const asked = (parameterKey: string): ExecutionContext => {
  Reflect.defineMetadata(ROUTE_ARGS_METADATA, { [parameterKey]: { index: 0 } }, Shelf, 'read');
  return {
    switchToHttp: () => ({ getRequest: () => ({ query: { colour: 'red' } }) }),
    getHandler: () => read,
    getClass: () => Shelf,
  } as unknown as ExecutionContext;
};

test('a route that declares its parameters may be asked with some', () => {
  expect(new KnownInputGuard().canActivate(asked(`${RouteParamtypes.QUERY}:0`))).toBe(true);
});

test('the random name of a decorator of our own is not taken for declared parameters, even where it begins like them', () => {
  const own = asked(`${RouteParamtypes.QUERY}f3a9c1__customRouteArgs__:0`);
  expect(() => new KnownInputGuard().canActivate(own)).toThrow(expect.objectContaining({ code: 'unknown_parameter' }));
});
