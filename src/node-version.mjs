// Imported before anything that an older Node cannot read.
import { readFileSync } from 'node:fs';

const { engines } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const parts = (text) =>
  text
    .replace(/[^\d.]/g, '')
    .split('.')
    .map(Number);
const [major, minor] = parts(process.versions.node);
const [neededMajor, neededMinor] = parts(engines.node);
if (major < neededMajor || (major === neededMajor && minor < neededMinor)) {
  console.error(
    `Node ${process.versions.node} is too old: please start with Node ${engines.node.replace('>=', '')} or newer.`,
  );
  process.exit(1);
}
