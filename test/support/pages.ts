import { getMetadataStorage } from 'class-validator';
import { Policy } from '../../src/college/policy.dto.js';
import { importMap, openKinds, openTo, openToAll } from './import-map.js';

const table = (head: string[], rows: string[][]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
const code = (names: string[]): string => names.map((name) => `\`${name}\``).join(', ');

/** The section of docs/architecture.md that says which module may import which. */
export function importPage(): string {
  const mayImport = (name: string): string[] => [...openTo(name), ...(importMap[name] ?? [])];
  const importedBy = (name: string): string[] =>
    Object.keys(importMap).filter((other) => mayImport(other).includes(name));
  return [
    table(
      ['module', 'may import', 'is imported by'],
      Object.keys(importMap).map((name) => [
        `\`${name}\``,
        code(mayImport(name)) || '–',
        openToAll.includes(name) ? 'all' : code(importedBy(name)) || '–',
      ]),
    ),
    `From another module only these kinds of file are imported: ${openKinds.map((kind) => `\`.${kind}.ts\``).join(', ')}; from ${code(openToAll)} any.`,
  ].join('\n\n');
}

/** Under this name the build puts the texts of a class for the OpenAPI document beside it. */
const madeByTheBuild = '_OPENAPI_METADATA_FACTORY';

/** What the build says in the OpenAPI document about a field. */
interface Described {
  description: string;
}

/**
 * The section of docs/policy-settings.md: each setting as the OpenAPI document describes it and class-validator checks
 * it.
 */
export function settingsPage(): string {
  const described = (Policy as unknown as Record<string, () => Record<string, Described>>)[madeByTheBuild]?.() ?? {};
  const defaults: Record<string, unknown> = { ...new Policy() };
  const rows = Object.entries(described).map(([name, { description }]) => [
    `\`${name}\``,
    JSON.stringify(defaults[name]).replaceAll(',', ', '),
    rangeOf(name, defaults[name]),
    description
      .replace(/\s*\n\s*/g, ' ')
      .replace(/; default (?:true|false|\d+(?:\.\d+)?(?:(?:, | and )\d+)*)/, '')
      .replaceAll('|', String.raw`\|`),
  ]);
  return table(['name', 'default', 'range', 'meaning'], rows);
}

function rangeOf(name: string, value: unknown): string {
  const checks = getMetadataStorage()
    .getTargetValidationMetadatas(Policy, '', false, false)
    .filter(({ propertyName }) => propertyName === name);
  const limit = (check: string): string => String(checks.find((found) => found.name === check)?.constraints?.[0] ?? '');
  if (typeof value === 'boolean') return 'true or false';
  const between = `${limit('min')} to ${limit('max')}`;
  return Array.isArray(value) ? `at most ${limit('arrayMaxSize')}, each ${between}` : between;
}
