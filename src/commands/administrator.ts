import 'reflect-metadata';
import { runCommand } from './run-command.js';
import { RoleService } from '../people/roles/role.service.js';
import { automatic } from '../platform/actor.js';

// npm run administrator -- <e-mail>: makes a person who has confirmed that address an administrator.
await runCommand(
  'Please name the e-mail address of somebody who has signed up: npm run administrator -- robin@example.org',
  async (app, email) =>
    (await app.get(RoleService).makeAdministrator(automatic('command-line'), email)) &&
    'Done: this person is an administrator now.',
  'Nobody has confirmed this address yet. Ask them to sign up first, then run this again.',
);
