import { applyDecorators, UseInterceptors } from '@nestjs/common';
import { Cacheable } from '../http/route-settings.js';
import { KeptUntilChangedInterceptor } from './kept-until-changed.interceptor.js';

/**
 * A `@Public` read that says the same to everybody: its answer is kept in the process until the stamp of what outsiders
 * see is renewed, and sent compressed to whoever takes that. Whatever it reads renews the stamp, by a trigger; where
 * time alone changes it, it answers `JsonText` with `until`. It is read from the standby, where there is one: single
 * statements of `Database` are, and nothing else. `cacheSeconds` is for others to keep, as `@Cacheable`.
 */
export const KeptUntilChanged = (cacheSeconds?: number) =>
  applyDecorators(
    UseInterceptors(KeptUntilChangedInterceptor),
    ...(cacheSeconds === undefined ? [] : [Cacheable(cacheSeconds)]),
  );
