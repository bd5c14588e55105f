import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { platformOrder } from './import-map.js';
import { repository } from './repository.js';

const source = join(repository, 'src');

/** Every source file, as a path inside `src`. */
export const sourceFiles = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.ts'),
);

/** What a source file imports of ours, as paths inside `src`. */
export const importsOf = (file: string): string[] =>
  [...readFileSync(join(source, file), 'utf8').matchAll(/from '(\.[^']+)'/g)].map(([, path = '']) =>
    relative(source, resolve(source, dirname(file), path)).replace(/\.js$/, '.ts'),
  );

/** The folder inside platform that a file stands in; none for a loose file. */
export const platformFolderOf = (file: string): string =>
  file.split('/').length > 2 ? (file.split('/')[1] ?? '') : '';

/** Imports inside platform that go against its order. */
export const climbingImports = (): string[] =>
  sourceFiles
    .filter((file) => file.startsWith('platform/'))
    .filter((file) => file !== 'platform/platform.module.ts' && file !== 'platform/platform.personal.ts')
    .flatMap((file) => {
      const from = platformFolderOf(file);
      const allowed = ['', from, ...platformOrder.slice(0, from === '' ? 0 : platformOrder.indexOf(from))];
      return importsOf(file)
        .filter((to) => to.startsWith('platform/') && !allowed.includes(platformFolderOf(to)))
        .map((to) => `${file} imports ${to}`);
    });
