import 'reflect-metadata';
import { expectCommittedSection } from '../support/snapshot-file.js';
import { importPage, settingsPage } from '../support/pages.js';

test('the page about the architecture says who may import whom', async () => {
  await expectCommittedSection('docs/architecture.md', 'imports', importPage());
});

test('the page about the settings lists each with its default, its range and its meaning', async () => {
  await expectCommittedSection('docs/policy-settings.md', 'settings', settingsPage());
});
