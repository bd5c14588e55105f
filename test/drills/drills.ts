import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { heading } from './parts/report.js';

const names = [
  'kill-api',
  'kill-postgres',
  'restarts',
  'kill-worker',
  'migration',
  'rolling',
  'backends',
  'failover',
  'clock-skew',
  'slow-sockets',
  'overload',
  'mail-server',
  'disk-full',
  'backup-restore',
];

// npm run drills: all drills, one after the other, on one page; ends with 1 where a promise broke. Names after `--` run
// only those.
const wanted = process.argv.length > 2 ? process.argv.slice(2) : names;
const rows: string[] = [];
const besides: string[] = [];
let kept = true;
for (const name of wanted) {
  console.error(`${name} …`);
  const { status, stdout } = spawnSync(process.execPath, [join(import.meta.dirname, `${name}.js`)], {
    env: { ...process.env, DRILL_ROW: '1' },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  kept &&= status === 0;
  const lines = stdout.trim().split('\n');
  rows.push(...lines.filter((line) => line.startsWith('|')));
  besides.push(...lines.filter((line) => line !== '' && !line.startsWith('|')));
}
console.log([heading, ...rows, '', ...besides].join('\n'));
process.exitCode = kept ? 0 : 1;
