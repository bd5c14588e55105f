import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seedDemoCollege } from '../../src/demo/demo-college.js';
import { demoPeople } from '../../src/demo/demo-people.js';
import { readConfig } from '../../src/platform/config.js';
import { DatabaseUrls } from '../../src/platform/database/database-urls.js';
import { exampleId } from '../../src/platform/ids.js';
import { KeyFolder } from '../../src/platform/keys/key-folder.js';
import { signedInAgain, TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { cloneDatabase } from '../support/database.js';

export interface DemoCollege extends TestCollege {
  /** One of its people, signed in. */
  as(key: string): Promise<TestPerson>;
}

/** The demo college as it stands after its first start. */
export async function openDemoCollege(): Promise<DemoCollege> {
  const database = await cloneDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'demo-'));
  const settings = { DATA_FOLDER: folder, LOG_LEVEL: 'silent', PORT: '0', PUBLIC_URL: 'http://college.test' };
  const config = readConfig(settings);
  await new KeyFolder(config).makeTokenKeys();
  await seedDemoCollege(config, new DatabaseUrls(database.url, database.url));
  const college = await openTestCollege({ database, settings });
  return {
    ...college,
    as: (key) => {
      const name = demoPeople.find((each) => each.key === key)?.chosenName ?? '';
      return signedInAgain(college, new TestPerson(college, exampleId(key), name, ''));
    },
    close: async () => {
      await college.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
