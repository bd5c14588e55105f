import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { demoEmail, demoPassword } from '../../src/demo/demo-people.js';
import { givePasswords, password } from '../bench/sign-ins.js';
import { repository } from '../support/repository.js';
import { signUpDomain } from './parts/cast.js';
import { ask, type Outcome } from './parts/client.js';
import type { College } from './parts/college.js';
import { drill, type Scene } from './parts/drill.js';
import { Postgres, untilDone } from './parts/postgres.js';
import { seconds } from './parts/report.js';
import { Server, type Settings } from './parts/supervisor.js';

const words = { text: 'What I wrote before all of it was lost.' };

// npm run drill:backup-restore: a college with a demo in its own database is backed up while people work; somebody has
// everything about them erased; then all processes and the database are lost, and the backup is put back into a new
// place beside the keys, which were kept apart. Prints what was lost of the time before (RPO), and how long it took
// (RTO).
await drill('backup-restore', async (scene) => {
  // Commands build what is not built yet; that is not what is measured.
  await once(spawn(process.execPath, ['src/start.mjs'], { cwd: repository, stdio: 'ignore' }), 'exit');
  const { report } = scene;
  const college = await scene.open({
    embedded: true,
    servers: 1,
    worker: 'in-process',
    settingsIn: (folder) => ({ KEYS_FOLDER: join(folder, 'keys') }),
  });
  const { load, ledger, cast } = college;
  const [author, leaves] = [cast.learners[0], cast.learners[1]];
  if (!author || !leaves) throw new Error('Nobody is there');
  await college.build((site) => givePasswords(site, [author, leaves]));
  load.start();
  await sleep(5000);
  const written = textOf(
    await asPerson(college, await author.bearer(), 'POST', '/journal-entries', { blocks: [words] }),
  );

  const [begun, backup] = [performance.now(), join(college.folder, 'backup')];
  const { code, said } = await npmRun('backup', [backup, '--keys', `${backup}-keys`], college.settings);
  report.promise(code === 0, `npm run backup ended with ${code}: ${said.slice(-400)}`);
  report.note(`the backup took ${seconds(performance.now() - begun)} under load`);
  const erased = await asPerson(college, await leaves.bearer(), 'POST', '/me/erasure', {});
  report.promise(statusOf(erased) < 300, `nobody could be erased: ${statusOf(erased)}`);
  await sleep(5000);

  const lost = performance.now();
  const [server] = college.servers;
  await server?.stop('SIGKILL');
  await college.postgres.stop('immediate');
  await load.abandon();
  if (code !== 0) return;

  const settings = { ...college.settings, DATA_FOLDER: join(college.folder, 'data-restored') };
  const restored = await npmRun('restore', [backup], settings);
  report.promise(restored.code === 0, `npm run restore ended with ${restored.code}: ${restored.said.slice(-400)}`);
  if (restored.code !== 0) return;
  const again = new Server(settings, server?.port ?? 0, college.log);
  college.servers[0] = again;
  await again.untilReady();
  college.postgres = await Postgres.embedded(settings.DATA_FOLDER);
  college.settings['DATA_FOLDER'] = settings.DATA_FOLDER;

  report.promise(statusOf(await asPerson(college, await author.bearer(), 'GET', '/me')) === 401, 'a sign-in lived on');
  const token = await signIn(college, `${author.id}@example.org`, password);
  const entry = await asPerson(college, token, 'POST', '/journal-entries', { blocks: [words] });
  report.promise(statusOf(entry) === 201, `no write after the restore: ${statusOf(entry)}`);
  report.note(`RTO ${seconds(performance.now() - lost)}, from the loss to the first write`);
  report.promise((await signIn(college, demoEmail('eve'), demoPassword)) !== '', 'an account of the demo is not there');
  report.promise(
    (await signIn(college, `${leaves.id}@example.org`, password)) === '',
    'an erased person signs in again',
  );
  const page = await asPerson(college, token, 'GET', `/journal-entries/${idOf(written)}`);
  report.promise(textOf(page).includes(words.text), `a journal did not open: ${statusOf(page)}`);
  await whatIsThere(scene, college, begun, lost);
  await untilReleased(scene, college, token);
  report.promise(again.ends === 0, `the API ended by itself ${again.ends} times: ${again.said.slice(-300)}`);
  report.figure('writes', ledger.acknowledged);
  report.figure('faults', 1);
  await scene.audits(college);
});

/** All that was acknowledged before the backup began is there; of what came later, the time that is missing is told. */
async function whatIsThere(
  { report }: Scene,
  { ledger, postgres }: College,
  begun: number,
  lost: number,
): Promise<void> {
  const acts = (['journal', 'enrol'] as const).flatMap((kind) => ledger.of(kind));
  const found = await postgres.ask<{ id: string }>(
    'select id from journal_entry where id = any ($1::uuid[]) union select id from enrolment where id = any ($1::uuid[])',
    [acts.map(({ id }) => id)],
  );
  const there = new Set(found.map(({ id }) => id));
  const missing = acts.filter(({ id = '' }) => !there.has(id)).map(({ acknowledged = 0 }) => acknowledged);
  const early = missing.filter((at) => at < begun).length;
  report.figure('lost', early);
  report.promise(early === 0, `${early} writes from before the backup began are not in it`);
  const since = missing.length > 0 ? lost - Math.min(...missing) : 0;
  report.note(`RPO ${seconds(since)}: ${missing.length} writes since the backup are not in it`);
}

/**
 * No letter leaves before somebody says that it may. Then codes do; messages to people wait inside until each has said
 * that they may be written to.
 */
async function untilReleased({ report }: Scene, college: College, token: string): Promise<void> {
  const [run] = await college.postgres.ask<{ id: string }>(
    `select id from run where state = 'open' and capacity is not null order by created_at desc limit 1`,
  );
  await asPerson(college, token, 'POST', `/runs/${run?.id}/enrolments`, { confirmTimeClash: true });
  await sleep(15_000);
  const before = (await college.letters()).size;
  report.promise(before === 0, `${before} letters left before anybody released them`);
  const { code, said } = await npmRun('release-messages', [], college.settings);
  report.promise(code === 0, `npm run release-messages ended with ${code}: ${said.slice(-300)}`);
  const newcomer = { email: `after-it@${signUpDomain}`, chosenName: 'Robin' };
  await asPerson(college, '', 'POST', '/auth/sign-up', newcomer);
  await untilDone('No letter left after the release', 60, async () =>
    (await college.letters()).has(newcomer.email),
  ).catch((error: Error) => report.promise(false, error.message));
  const letters = [...(await college.letters()).keys()];
  const messages = letters.filter((name) => !name.endsWith(`@${signUpDomain}`)).length;
  report.promise(messages === 0, `${messages} messages left to people who had not confirmed their way yet`);
  report.figure('letters', letters.length);
}

async function npmRun(script: string, more: readonly string[], settings: Settings) {
  const child = spawn('npm', ['run', '-s', script, '--', ...more], {
    cwd: repository,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (said += String(text)));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, said };
}

function asPerson({ servers }: College, token: string, method: string, path: string, body?: object): Promise<Outcome> {
  return ask(servers[0]?.url ?? '', { method, path, token, body });
}

async function signIn(college: College, email: string, secret: string): Promise<string> {
  const answer = await asPerson(college, '', 'POST', '/auth/sign-in', { email, password: secret });
  return answer.is === 'answer' && typeof answer.body['accessToken'] === 'string' ? answer.body['accessToken'] : '';
}

function statusOf(outcome: Outcome): number {
  return outcome.is === 'answer' ? outcome.status : 599;
}

function textOf(outcome: Outcome): string {
  return outcome.is === 'answer' ? JSON.stringify(outcome.body) : '';
}

function idOf(text: string): string {
  return (JSON.parse(text) as { id: string }).id;
}
