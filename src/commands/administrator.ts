import 'reflect-metadata';
import { runCommand } from './run-command.js';
import { RoleService } from '../people/roles/role.service.js';
import { automatic } from '../platform/actor.js';

// npm run administrator -- <e-mail>: makes a person who has confirmed that address an administrator.
// npm run administrator -- --end <e-mail>: ends that at once, whatever two administrators would have to agree on.
const flag = process.argv.indexOf('--end');
const ending = flag > 0;
if (ending) process.argv.splice(flag, 1);

await runCommand(
  'Please name the e-mail address of somebody who has signed up: npm run administrator -- robin@example.org, or ' +
    'npm run administrator -- --end robin@example.org to end it',
  async (app, email) => {
    const roles = app.get(RoleService);
    const doer = automatic('command-line');
    if (ending)
      return (await roles.endAdministrator(doer, email)) && 'Done: this person is no longer an administrator.';
    return (await roles.makeAdministrator(doer, email)) && 'Done: this person is an administrator now.';
  },
  ending
    ? 'Nobody with this address is an administrator. Please look at the spelling, then run this again.'
    : 'Nobody has confirmed this address yet. Ask them to sign up first, then run this again.',
);
