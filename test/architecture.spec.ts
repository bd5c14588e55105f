import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { above, importMap, openKinds, openTo, openToAll, platformOrder } from './support/import-map.js';
import { climbingImports, importsOf, platformFolderOf, sourceFiles } from './support/imports.js';
import { repository } from './support/repository.js';

const source = join(repository, 'src');
const files = sourceFiles;
const moduleOf = (file: string) => (file.includes('/') ? (file.split('/')[0] ?? '') : '');

test('modules import only whom the map allows', () => {
  const refused = files.flatMap((file) => {
    const from = moduleOf(file);
    if (above.includes(from)) return [];
    const allowed = [from, ...(importMap[from] ?? []), ...openTo(from)];
    return importsOf(file)
      .filter((to) => !to.startsWith('..') && !allowed.includes(moduleOf(to)))
      .map((to) => `${file} imports ${to}`);
  });
  expect(refused).toEqual([]);
});

test('inside platform no import climbs', () => {
  expect(climbingImports()).toEqual([]);
  const folders = new Set(files.filter((file) => file.startsWith('platform/')).map(platformFolderOf));
  expect([...folders].filter((folder) => folder && !platformOrder.includes(folder))).toEqual([]);
});

test('every folder of the source has its place in the map', () => {
  expect([...new Set(files.map(moduleOf))].filter((name) => !above.includes(name) && !(name in importMap))).toEqual([]);
});

test('from another module only its service, its module and types are imported', () => {
  const open = new RegExp(`\\.(${openKinds.join('|')})\\.ts$`);
  const refused = files.flatMap((file) => {
    const from = moduleOf(file);
    if (above.includes(from)) return [];
    return importsOf(file)
      .filter((to) => ![from, ...openToAll].includes(moduleOf(to)) && !to.startsWith('..') && !open.test(to))
      .map((to) => `${file} imports ${to}`);
  });
  expect(refused).toEqual([]);
});

test('every migration is in the list, under its own number and in order', () => {
  const folder = join(repository, 'migrations');
  const list = readFileSync(join(folder, 'list.ts'), 'utf8');
  const listed = [...list.matchAll(/from '\.\/(\d{4}-[\w-]+)\.js'/g)].map(([, name = '']) => name);
  const there = readdirSync(folder).flatMap((file) => /^(\d{4}-[\w-]+)\.ts$/.exec(file)?.[1] ?? []);
  const howTo = 'import it in migrations/list.ts and add it at the end';
  expect(there.filter((name) => !listed.includes(name)).map((name) => `${name}: ${howTo}`)).toEqual([]);
  expect(listed).toEqual(there.toSorted());
  const stamps = [...list.slice(list.indexOf('[')).matchAll(/\d{13}/g)].map(([stamp]) => stamp);
  expect(stamps).toEqual(listed.map((name) => `179500000${name.slice(0, 4)}`));
});

test('nothing is called utils, common or helpers', () => {
  expect(files.filter((file) => /(^|\/)(utils?|common|helpers?|misc)(\/|\.)/.test(file))).toEqual([]);
});

test('every reaction is called as its file, and provided: what nobody provides is never found', () => {
  const provided = readFileSync(join(source, 'reactions/reactions.module.ts'), 'utf8').split('providers: [')[1] ?? '';
  const missing = files
    .filter((file) => file.startsWith('reactions/') && !file.endsWith('.module.ts'))
    .filter((file) => {
      const words = file.slice(file.lastIndexOf('/') + 1, -'.ts'.length).split('-');
      const name = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
      return !readFileSync(join(source, file), 'utf8').includes(`class ${name} {`) || !provided.includes(` ${name},`);
    });
  expect(missing).toEqual([]);
});

test('no two classes share a name: in the OpenAPI document one would hide the other', () => {
  const names = files.flatMap((file) =>
    [...readFileSync(join(source, file), 'utf8').matchAll(/^export class (\w+)/gm)].map(([, name = '']) => name),
  );
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});
