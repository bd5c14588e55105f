import { startTestCluster } from './cluster.js';
import { prepareTemplate } from './template.js';

export default async function globalSetup(): Promise<void> {
  const cluster = await startTestCluster();
  process.env.TEST_CLUSTER_URL = cluster.urlOf('postgres');
  await prepareTemplate(process.env.TEST_CLUSTER_URL);
}
