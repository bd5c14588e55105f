import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createRequire } from 'node:module';
import { fontPackages } from '../../src/certificates/print-fonts.js';

const { resolve } = createRequire(import.meta.url);
const root = dirname(resolve('../../../package.json'));
const ours = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const sizeOf = (folder: string): number =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile())
    .reduce((sum, each) => sum + statSync(join(each.parentPath, each.name)).size, 0);
const shapers = ['harfbuzzjs', 'subset-font', 'fontverter', 'wawoff2', 'woff2sfnt-sfnt2woff'];

test('the fonts and what puts their letters together take at most 60 MB of an install', () => {
  const bytes = [...fontPackages, ...shapers].map((name) => sizeOf(join(root, 'node_modules', name)));
  expect(bytes.reduce((sum, each) => sum + each, 0)).toBeLessThan(60_000_000);
});

test('every font that is installed is asked, and is free to print with', () => {
  const installed = Object.keys(ours.dependencies).filter((name) => name.startsWith('@fontsource'));
  expect(installed.toSorted()).toEqual(fontPackages.toSorted());
  for (const name of installed)
    expect(JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8')).license).toBe('OFL-1.1');
});
