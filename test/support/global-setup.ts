import { rmSync } from 'node:fs';
import { answeredFolder } from './answered-folder.js';
import { loggedFolder } from './logged-folder.js';
import { sentFolder } from './sent-folder.js';
import { startTestCluster } from './cluster.js';
import { prepareTemplate } from './template.js';

/** `npm run test:watch` lends its cluster to each of its runs. */
export default async function globalSetup(): Promise<void> {
  for (const folder of [sentFolder, loggedFolder, answeredFolder]) rmSync(folder, { recursive: true, force: true });
  process.env.TEST_CLUSTER_URL ??= (await startTestCluster()).urlOf('postgres');
  process.env.TEST_TEMPLATE = await prepareTemplate(process.env.TEST_CLUSTER_URL);
}
