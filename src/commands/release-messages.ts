import 'reflect-metadata';
import { RestoreService } from '../operations/restore.service.js';
import { automatic } from '../platform/actor.js';
import { withCollege } from './run-command.js';

// npm run release-messages: lets messages leave again after a restore, where no administrator can sign in.
await withCollege(async (app) => {
  const released = await app.get(RestoreService).releaseAll(automatic('command-line'));
  console.log(released === 0 ? 'No message waits because of a restore.' : 'Done: messages leave again.');
});
