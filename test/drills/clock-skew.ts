import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { aCoordinator, aRun, someLearners } from '../support/builders.js';
import { ask } from './parts/client.js';
import type { College } from './parts/college.js';
import { drill, notRun } from './parts/drill.js';
import { freePort, untilDone } from './parts/postgres.js';
import { Server, type Settings, startProgram } from './parts/supervisor.js';

const library = [
  process.env['FAKETIME_LIB'] ?? '',
  ...['x86_64', 'aarch64'].map((machine) => `/usr/lib/${machine}-linux-gnu/faketime/libfaketime.so.1`),
].find((path) => path !== '' && existsSync(path));
if (library === undefined)
  notRun('clock-skew', 'it needs libfaketime: install it (Debian: libfaketime), or name it in FAKETIME_LIB');

const behind = (howMuch: string): Settings => ({
  LD_PRELOAD: library,
  FAKETIME: `-${howMuch}`,
  FAKETIME_DONT_FAKE_MONOTONIC: '1',
  DONT_FAKE_MONOTONIC: '1',
});

// npm run drill:clock-skew: two API processes, the second with a clock that is behind: by 0.2 and 0.9 seconds, where
// whoever asked first waits first, and the audits find nothing; by 2 seconds, where it is not ready; by ten minutes,
// where it does not start.
await drill('clock-skew', async (scene) => {
  const { report } = scene;
  const college = await scene.open({ servers: 1 });
  await scene.underLoad(college, {
    times: 2,
    fault: async (nth) => {
      await college.servers[1]?.stop();
      const howMuch = nth === 0 ? '0.2s' : '0.9s';
      const other = new Server({ ...college.settings, ...behind(howMuch) }, await freePort(), college.log);
      college.servers[1] = other;
      await other.untilReady();
      const overtaken = await askInTurn(college);
      report.note(`${howMuch} behind: ${overtaken} of 40 stand before somebody who asked earlier`);
      report.promise(overtaken === 0, `${howMuch} behind: ${overtaken} overtook somebody who asked earlier`);
      await sleep(8000);
    },
  });
  await scene.verdict(college);

  const slow = new Server({ ...college.settings, ...behind('2s') }, await freePort(), college.log);
  scene.later(() => slow.stop('SIGKILL'));
  await untilDone('It did not listen', 60, () => answers(`${slow.url}/health/live`));
  await sleep(2000);
  report.promise(!(await slow.isReady()), 'a process whose clock is 2 seconds behind says that it is ready');

  const wrong = startProgram('main', { ...college.settings, ...behind('10m'), PORT: `${await freePort()}` });
  let said = '';
  for (const stream of [wrong.stdout, wrong.stderr]) stream?.on('data', (text: Buffer) => (said += String(text)));
  const code = await Promise.race([new Promise((resolve) => wrong.once('exit', resolve)), sleep(60_000, 'none')]);
  wrong.kill('SIGKILL');
  report.promise(code === 1, `a process whose clock is ten minutes behind started, or ended with ${String(code)}`);
  if (code === 1) report.note(`ten minutes behind: ${said.trim().split('\n')[0]}`);
});

/** Forty people ask for a full run one after the other, of the two processes in turn; answers how many overtook. */
async function askInTurn(college: College): Promise<number> {
  const { run, people, casey } = await college.build(async (site) => ({
    run: await aRun(site, { capacity: 0 }),
    people: await someLearners(site, 40),
    casey: await aCoordinator(site),
  }));
  const asked: string[] = [];
  for (const [nth, person] of people.entries()) {
    const outcome = await ask(college.servers[nth % 2]?.url ?? '', {
      method: 'POST',
      path: `/runs/${run.id}/enrolments`,
      token: await person.bearer(),
      body: { confirmTimeClash: true },
    });
    if (outcome.is === 'answer' && outcome.status === 201) asked.push(String(outcome.body['id']));
  }
  const seen = await ask(college.servers[0]?.url ?? '', {
    path: `/runs/${run.id}/waitlist?limit=100`,
    token: await casey.bearer(),
  });
  const items = seen.is === 'answer' ? ((seen.body['items'] ?? []) as { id: string }[]) : [];
  const places = items.map(({ id }) => asked.indexOf(id));
  if (places.length !== people.length) return people.length;
  return places.filter((place, nth) => places.slice(nth + 1).some((later) => later < place)).length;
}

function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    (answer) => answer.ok,
    () => false,
  );
}
