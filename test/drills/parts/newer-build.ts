import { appendFile, cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { repository } from '../../support/repository.js';

export interface NewerMigration {
  name: string;
  sql: readonly string[];
  /** False for what PostgreSQL refuses inside a transaction. */
  transaction?: false;
}

/** The same program with more migrations at the end, in a folder of its own, as the next version brings it. */
export async function newerBuild(folder: string, more: readonly NewerMigration[]): Promise<string> {
  await mkdir(join(folder, 'dist'), { recursive: true });
  for (const part of ['dist/src', 'dist/migrations', 'package.json'])
    await cp(join(repository, part), join(folder, part), { recursive: true });
  await symlink(join(repository, 'node_modules'), join(folder, 'node_modules'));
  const migrations = join(folder, 'dist/migrations');
  for (const { name, sql, transaction } of more)
    await writeFile(
      join(migrations, `${name}.js`),
      `import { SqlMigration } from './sql-migration.js';
export class ${name} extends SqlMigration {
  name = '${name}';
  ${transaction === false ? 'transaction = false;' : ''}
  sql = ${JSON.stringify(sql)};
}
`,
    );
  const list = join(migrations, 'list.js');
  const imports = more.map(({ name }) => `import { ${name} } from './${name}.js';\n`).join('');
  await writeFile(list, imports + (await readFile(list, 'utf8')));
  await appendFile(list, `\nmigrations.push(${more.map(({ name }) => name).join(', ')});\n`);
  return folder;
}
