import 'reflect-metadata';
import { runCommand } from './run-command.js';
import { SecondFactorService } from '../people/second-factor/second-factor.service.js';
import { automatic } from '../platform/actor.js';

// npm run second-factor:remove -- <e-mail>: for somebody who lost app and recovery codes, and whom you have met.
await runCommand(
  'Please name the e-mail address of the account: npm run second-factor:remove -- robin@example.org',
  async (app, email) =>
    (await app.get(SecondFactorService).removeLost(automatic('command-line'), email)) &&
    'Done: the second factor is off, and every sign-in of this person has ended.',
  'Nobody with this address uses a second factor.',
);
