import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Metrics } from '../../src/platform/metrics/metrics.js';
import { openTestCollege } from '../support/college.js';
import { repository } from '../support/repository.js';

const folder = join(repository, 'docs/monitoring');
const rules = readFileSync(join(folder, 'alerts.yml'), 'utf8');
const dashboard = JSON.parse(readFileSync(join(folder, 'dashboard.json'), 'utf8')) as {
  panels: { title: string; targets: { expr: string }[] }[];
};

const alerts = rules
  .split(/^ +- alert: /m)
  .slice(1)
  .map((text): [string, string] => [
    text.slice(0, text.indexOf('\n')),
    (/expr:(.*?)\n +(?:for|labels):/s.exec(text)?.[1] ?? '').trim(),
  ]);
const expressions = [
  ...alerts,
  ...dashboard.panels.flatMap(({ title, targets }) => targets.map(({ expr }): [string, string] => [title, expr])),
];

/** The figures that an expression of Prometheus names; `up` is its own. */
const figuresIn = (expression: string): string[] =>
  [
    ...expression
      .replace(/"[^"]*"|\{[^}]*\}|\[[^\]]*\]|\b(by|on|without|ignoring) *\([^)]*\)/g, ' ')
      .matchAll(/\b[a-z]\w*\b(?! *\()/g),
  ]
    .map(([name]) => name)
    .filter((name) => !['up', 'and', 'or', 'unless', 'by', 'on'].includes(name));

test.each(expressions)('%s looks at figures that there are: %s', async (_, expression) => {
  expect(expression).not.toBe('');
  expect(figuresIn(expression).filter((name) => !known.has(name.replace(/_(bucket|sum|count)$/, '')))).toEqual([]);
});

test('every alert says what is wrong and what to do', () => {
  expect(alerts.length).toBeGreaterThan(5);
  expect(rules.match(/^ +summary: \S/gm)).toHaveLength(alerts.length);
  expect(rules.match(/^ +do: \S/gm)).toHaveLength(alerts.length);
});

test('an expression with a figure that there is not is found', () => {
  expect(figuresIn('sum by (le) (rate(gone_total{a="b"}[5m])) > 3 and up == 1')).toEqual(['gone_total']);
});

let known: Set<string>;
beforeAll(async () => {
  const college = await openTestCollege();
  known = new Set(college.app.get(Metrics).names);
  await college.close();
});
