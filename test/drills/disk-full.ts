import { execFileSync } from 'node:child_process';
import { appendFile, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { someLearners } from '../support/builders.js';
import { ask } from './parts/client.js';
import { drill, notRun, timesOf } from './parts/drill.js';

/** What may run full, and how large it is here. */
const disks = { 'data/keys': '16m', 'data/outbox': '64m', seals: '1m', database: '400m' } as const;
const mounted: string[] = [];

// npm run drill:disk-full: the folders of keys, letters, seals and the database are small disks of their own (tmpfs,
// which only root may mount); one after the other runs full for some seconds while people work, twice over. What cannot
// be kept is answered 503, nothing half is left, and all goes on by itself once there is room; PostgreSQL is started
// again where it ended.
await drill('disk-full', async (scene) => {
  const college = await scene.open({
    servers: 1,
    prepare: async (folder) => {
      for (const [name, size] of Object.entries(disks)) await mountAt(join(folder, name), size);
    },
    settingsIn: (folder) => ({ SEAL_ANCHOR_FILE: join(folder, 'seals', 'anchors') }),
  });
  scene.later(async () => {
    await college.stopProcesses('SIGKILL');
    await college.postgres.stop('immediate');
    for (const place of mounted) execFileSync('umount', ['--lazy', place]);
  });
  const names = Object.keys(disks);
  await scene.underLoad(college, {
    times: timesOf(8),
    calmMs: 4000,
    fault: async (nth) => {
      const place = join(college.folder, names[nth % names.length] ?? '');
      const newAuthors = await college.build((site) => someLearners(site, 5));
      const ballast = join(place, 'ballast');
      await fill(ballast);
      await sleep(1000);
      const tried = newAuthors.map(async (person) =>
        ask(college.servers[0]?.url ?? '', {
          method: 'POST',
          path: '/journal-entries',
          token: await person.bearer(),
          body: { blocks: [{ text: 'The first one.' }] },
        }),
      );
      for (const outcome of await Promise.all(tried)) college.load.answers.note(outcome, 0);
      await sleep(5000);
      await rm(ballast);
      if (place.endsWith('database'))
        await college.postgres.ask('select 1 as one').catch(() => college.postgres.start());
    },
  });
  await scene.verdict(college, { unbroken: true });
});

async function mountAt(place: string, size: string): Promise<void> {
  await mkdir(place, { recursive: true });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size},mode=0711`, 'tmpfs', place], { stdio: 'ignore' });
  } catch {
    for (const other of mounted) execFileSync('umount', [other]);
    notRun('disk-full', 'it needs small disks of its own: run it as root where root may mount a tmpfs');
  }
  mounted.push(place);
}

/** Until nothing fits any more. */
async function fill(path: string): Promise<void> {
  for (const piece of [1 << 20, 1 << 12, 1 << 6])
    await (async () => {
      for (;;) await appendFile(path, Buffer.alloc(piece));
    })().catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOSPC') throw error;
    });
}
