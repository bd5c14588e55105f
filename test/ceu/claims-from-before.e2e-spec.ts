import { runMigrations as installJobTables } from 'graphile-worker';
import { DataSource } from 'typeorm';
import { ClaimsInEveryScript1795000000232 } from '../../migrations/0232-claims-in-every-script.js';
import { migrations } from '../../migrations/list.js';
import { fingerprintOf } from '../../src/ceu/claims/ce-claim.rules.js';
import { migrationDataSource } from '../../src/database/data-source.js';
import { migrate } from '../../src/database/migrate.js';
import { DatabaseUrls } from '../../src/platform/database/database-urls.js';
import { newId } from '../../src/platform/ids.js';
import { emptyDatabase } from '../support/database.js';

test('claims from before get their fingerprint anew; where two of one person are the same event, both stay (BR-101)', async () => {
  const database = await emptyDatabase();
  await installJobTables({ connectionString: database.url });
  const earlier = await new DataSource({
    ...migrationDataSource(database.url).options,
    migrations: migrations.slice(0, migrations.indexOf(ClaimsInEveryScript1795000000232)),
  }).initialize();
  await earlier.runMigrations();
  const [eve, sam] = [newId(), newId()];
  await earlier.query(
    `insert into person (id, chosen_name, created_at) values ($1, 'Eve', now()), ($2, 'Sam', now())`,
    [eve, sam],
  );
  const day = { startsOn: '2026-03-02', endsOn: '2026-03-03' };
  const claims = [
    // The second is called as both will be: it keeps that, whichever came first.
    { personId: eve, title: 'Straße "Mitte"', provider: 'Haus', before: 'old-1', stands: false },
    { personId: eve, title: 'STRASSE Mitte', provider: 'Haus', before: 'right', stands: true },
    { personId: eve, title: 'Große Fahrt', provider: 'Haus', before: 'old-2', stands: true },
    { personId: eve, title: 'GROSSE FAHRT', provider: 'haus', before: 'old-3', stands: false },
    { personId: eve, title: 'दिन की सेवा', provider: 'หลัก พี่', before: 'old-4', stands: true },
    { personId: eve, title: 'C++', provider: '🌻', before: 'old-5', stands: true },
    { personId: eve, title: '?"!\\', provider: '…', before: 'old-6', stands: true },
    { personId: sam, title: 'Straße "Mitte"', provider: 'Haus', before: 'old-1', stands: true },
  ].map((claim) => ({ id: newId(), ...claim, print: fingerprintOf({ ...claim, ...day }) }));
  for (const { id, personId, title, provider, before, print } of claims)
    await earlier.query(
      `
        insert into external_ce_claim (
          id, person_id, provider, title, starts_on, ends_on, minutes, category, mode, kind, fingerprint, state, submitted_at
        )
        values ($1, $2, $3, $4, $5, $6, 60, 'ethics', 'online', 'ce_hours', $7, 'submitted', now())`,
      [id, personId, provider, title, day.startsOn, day.endsOn, before === 'right' ? print : before],
    );
  await earlier.destroy();
  await migrate(new DatabaseUrls(database.url, database.url));
  const later = await migrationDataSource(database.url).initialize();
  expect(await later.query('select id, fingerprint, version from external_ce_claim order by id')).toEqual(
    claims
      .map(({ id, stands, print }) => ({ id, fingerprint: stands ? print : id, version: 1 }))
      .sort((a, b) => (a.id < b.id ? -1 : 1)),
  );
  await later.destroy();
  await database.drop();
});
