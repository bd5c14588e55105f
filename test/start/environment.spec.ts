import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { Config, settingNames } from '../../src/platform/config.js';
import { repository } from '../support/repository.js';

test('the example of a .env names every setting, with its default', async () => {
  const example = parseEnv((await readFile(join(repository, '.env.example'), 'utf8')).replace(/^#(?=[A-Z])/gm, ''));
  const defaults = new Config();
  const expected = Object.fromEntries(settingNames.map((name) => [name, String(defaults[name] ?? '')]));
  expect(example).toEqual(expected);
});

test('settings are read from .env where the process starts; what the environment says already wins', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'environment-'));
  const settings = (environment: Record<string, string>) =>
    spawnSync(
      process.execPath,
      ['--import', join(repository, 'src/environment.mjs'), '-p', '[process.env.PORT, process.env.LOG_LEVEL].join()'],
      {
        cwd: folder,
        env: environment,
        encoding: 'utf8',
      },
    ).stdout.trim();
  try {
    expect(settings({ PORT: '4000' })).toBe('4000,');
    await writeFile(join(folder, '.env'), 'PORT=5000\nLOG_LEVEL=warn\n');
    expect(settings({})).toBe('5000,warn');
    expect(settings({ PORT: '4000' })).toBe('4000,warn');
  } finally {
    await rm(folder, { recursive: true });
  }
});
