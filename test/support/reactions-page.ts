import type { INestApplication } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { ReactionsModule } from '../../src/reactions/reactions.module.js';
import { Declarations } from '../../src/platform/discovery/declarations.js';

/** What follows from what in the whole college, and who answers whom, on one page. */
export function reactionsPage(app: INestApplication): string {
  const page = app.get(Declarations).page().set('question → who answers it', answersIn(app));
  return [...page]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([title, lines]) => `# ${title}\n\n${[...lines].sort().join('\n')}\n`)
    .join('\n');
}

/** The tokens of what a module asks of one that it must not import. */
function answersIn(app: INestApplication): string[] {
  return app
    .get(DiscoveryService)
    .getProviders({ include: [ReactionsModule] })
    .filter(({ isAlias }) => isAlias)
    .map(({ name, inject }) => `${String(name)}: ${(inject ?? []).map(nameOf).join(', ')}`);
}

const nameOf = (token: unknown): string => (typeof token === 'function' ? token.name : String(token));
