import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../platform/config.js';
import { demoEmail, demoPassword } from './demo-people.js';

/** What a newcomer needs to know after the start. */
export const demoWelcome = (url: string, config: Config): string => `
The college is open.
  API        ${url}/api/v1
  Documents  ${url}/docs
  Database   ${realpathSync(join(config.dataFolder, 'postgres'))}
  Mail       ${config.dataFolder}/outbox
  Accounts   ${['learner', 'ada', 'ben', 'coordinator', 'admin'].map(demoEmail).join(', ')}
  Password   ${demoPassword}
Try it:
  curl -s ${url}/api/v1/prospectus
`;
