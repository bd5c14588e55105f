import { jest } from '@jest/globals';
import { Injectable, type Provider } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { automatic } from '../../src/platform/actor.js';
import { Clock } from '../../src/platform/clock.js';
import { Config } from '../../src/platform/config.js';
import { Database } from '../../src/platform/database/database.js';
import { DatabaseUrls } from '../../src/platform/database/database-urls.js';
import type { Tx } from '../../src/platform/database/sql.js';
import { Declaration, Declarations } from '../../src/platform/discovery/declarations.js';
import { Endings } from '../../src/platform/endings/endings.js';
import { Before, On, Within } from '../../src/platform/events/event.decorators.js';
import { Events } from '../../src/platform/events/events.js';
import { Every, OnDemand } from '../../src/platform/jobs/job.decorators.js';
import { Jobs } from '../../src/platform/jobs/jobs.js';
import { RateLimitGuard, RateLimits } from '../../src/platform/limits/rate-limits.js';

const told: string[] = [];
const tells = (what: string) => Promise.resolve(void told.push(what));
beforeEach(() => told.splice(0));

/** Starts a process in which only these are there. */
async function start(...providers: Provider[]) {
  const module = await Test.createTestingModule({
    imports: [DiscoveryModule],
    providers: [
      Declarations,
      Events,
      Jobs,
      { provide: Database, useValue: {} },
      { provide: DatabaseUrls, useValue: new DatabaseUrls('', '') },
      Config,
      { provide: Clock, useValue: new Clock() },
      { provide: Endings, useValue: {} },
      ...providers,
    ],
  }).compile();
  return module.init();
}

@Injectable()
class First {
  @Before('door.opening', { order: 1 })
  @Within('door.closing', { order: 2 })
  ask(_: Tx, subjectId: string): Promise<void> {
    return tells(`first ${subjectId}`);
  }
}

@Injectable()
class Second {
  @Before('door.opening', { order: 2 })
  @Within('door.closing', { order: 1 })
  ask(_: Tx, subjectId: string): Promise<void> {
    return tells(`second ${subjectId}`);
  }
}

@Injectable()
class Unordered {
  @Before('door.opening')
  ask(): Promise<void> {
    return tells('unordered');
  }
}

@Injectable()
class Bell {
  @On(['door.opened', 'door.closed'], 'ring')
  ring(): Promise<void> {
    return tells('ring');
  }
}

@Injectable()
class Gong {
  @On('door.closed', 'ring')
  ring(): Promise<void> {
    return tells('gong');
  }
}

@Injectable()
class Sweeper {
  @Every('* * * * *', 'sweep')
  sweep(): Promise<void> {
    return tells('sweep');
  }
}

@Injectable()
class Duster {
  @OnDemand('sweep', 'roomId')
  dust(roomId: string): Promise<void> {
    return tells(`dust ${roomId}`);
  }
}

const tx = {} as Tx;

test('who answers one step does so in the declared order, wherever they stand', async () => {
  const app = await start(Second, First);
  await app.get(Events).checkBefore(tx, 'door.opening', 'one', automatic('test'));
  await app.get(Events).actWithin(tx, 'door.closing', 'two', automatic('test'));
  expect(told).toEqual(['first one', 'second one', 'second two', 'first two']);
});

test('two who answer one step and do not say in which order are refused at the start', async () => {
  await expect(start(First, Unordered)).rejects.toThrow(
    "First.ask and Unordered.ask answer the step door.opening and do not say in which order: give each an order of its own, as in ('door.opening', { order: 1 })",
  );
  await expect(start(First, First, { provide: 'again', useClass: First })).rejects.toThrow('in which order');
});

test('two reactions of one name to one event, and two jobs of one name, are refused at the start', async () => {
  await expect(start(Bell, Gong)).rejects.toThrow('Two reactions to door.closed are called ring');
  await expect(start(Sweeper, Duster)).rejects.toThrow(
    'Two for sweep (job → when (UTC)): Sweeper.sweep and Duster.dust',
  );
});

test('a provider with a second name answers once', async () => {
  await expect(start(Bell, { provide: 'chime', useExisting: Bell })).resolves.toBeDefined();
});

test('a question that nobody answers is refused at the start', async () => {
  const lonely = new Declaration<undefined, () => Promise<void>>('who opens the door', () => ['asked']);
  const app = await start();
  expect(() => app.get(Declarations).findSome(lonely)).toThrow('Nobody declares: who opens the door');
  jest.spyOn(console, 'error').mockReturnValue();
  await expect(start(RateLimits, RateLimitGuard)).rejects.toThrow('KnownDevices');
});
