import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { spoken } from '../src/catalogues/catalogues.js';
import { textsOf } from './support/compared-languages.js';
import { above, importMap, openKinds, openTo, openToAll, platformOrder } from './support/import-map.js';
import { climbingImports, importsOf, platformFolderOf, sourceFiles } from './support/imports.js';
import { repository } from './support/repository.js';
import { statementsInLoops } from './support/statements-in-loops.js';

const source = join(repository, 'src');
const files = sourceFiles;
const moduleOf = (file: string) => (file.includes('/') ? (file.split('/')[0] ?? '') : '');
/** A route says by which words of another module it refuses, where what it does is judged there. */
const saysHowItRefuses = (file: string, to: string) =>
  file.endsWith('.controller.ts') && to.endsWith('.refusals.ts') && !above.includes(moduleOf(to));

test('modules import only whom the map allows', () => {
  const refused = files.flatMap((file) => {
    const from = moduleOf(file);
    if (above.includes(from)) return [];
    const allowed = [from, ...(importMap[from] ?? []), ...openTo(from)];
    return importsOf(file)
      .filter((to) => !to.startsWith('..') && !allowed.includes(moduleOf(to)) && !saysHowItRefuses(file, to))
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
      .filter((to) => !saysHowItRefuses(file, to))
      .map((to) => `${file} imports ${to}`);
  });
  expect(refused).toEqual([]);
});

describe('a refusal is named by its table', () => {
  const treeOf = (file: string) =>
    ts.createSourceFile(file, readFileSync(join(source, file), 'utf8'), ts.ScriptTarget.ES2023, true);
  const callsIn = (node: ts.Node): ts.CallExpression[] => {
    const found = ts.isCallExpression(node) ? [node] : [];
    ts.forEachChild(node, (each) => void found.push(...callsIn(each)));
    return found;
  };
  const canBe = (node: ts.Node): ts.Node[] => {
    if (ts.isConditionalExpression(node)) return [...canBe(node.whenTrue), ...canBe(node.whenFalse)];
    return ts.isParenthesizedExpression(node) ? canBe(node.expression) : [node];
  };
  const tables = files.filter((file) => file.endsWith('.refusals.ts'));
  const nameOf = (file: string) => `${file.slice(file.lastIndexOf('/') + 1, -'.refusals.ts'.length)}Refusals`;
  const declarations = (file: string) =>
    treeOf(file)
      .statements.filter(ts.isVariableStatement)
      .flatMap(({ declarationList }) => [...declarationList.declarations])
      .flatMap(({ name, initializer: call }) =>
        call && ts.isCallExpression(call) && call.expression.getText() === 'declareRefusals' ? [{ name, call }] : [],
      );

  test('and never by a literal', () => {
    const named = files.flatMap((file) =>
      callsIn(treeOf(file))
        .filter(({ expression }) => ['refuse', 'unmetCondition'].includes(expression.getText()))
        .flatMap((call) => call.arguments.slice(0, 1).flatMap(canBe).filter(ts.isStringLiteralLike))
        .map(({ text }) => `${file}: ${text}`),
    );
    expect(named).toEqual([]);
  });

  test('which is called as its file, and neither renamed, passed on nor imported for nothing', () => {
    expect(tables.flatMap((file) => declarations(file).map(({ name }) => name.getText()))).toEqual(tables.map(nameOf));
    const odd =
      /(import|export \*|export \{[^}]*\}) (from )?'[^']*\.refusals\.js'|Refusals as |Refusals\[|new AppError\(/;
    const made = files.filter((file) => odd.test(readFileSync(join(source, file), 'utf8')));
    expect(made).toEqual(['platform/errors/refusal.ts']);
  });

  test('and stands in exactly one of them if it has words, and in none otherwise', () => {
    const declared = tables.flatMap((file) =>
      declarations(file)
        .flatMap(({ call }) => call.arguments.slice(0, 1).filter(ts.isObjectLiteralExpression))
        .flatMap(({ properties }) => properties.map((each) => each.name?.getText() ?? '')),
    );
    const withWords = Object.keys(textsOf(spoken)).flatMap((key) => /^problems\.(\w+)\.title$/.exec(key)?.[1] ?? []);
    expect(declared.toSorted()).toEqual(withWords.toSorted());
  });
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

describe('no statement is asked in a loop', () => {
  /** What may, and why: none of these lists is longer because there are more people or rows, or each item is a commit. */
  const mayRepeat: Readonly<Record<string, string>> = {
    'AttendanceEarnsCredit.correctCredit': 'a job; each learner has a commit of their own, under their own lock',
    'Cast.enter': 'the demo',
    'CeAwardService.settle': 'the approvals of one course, each with a chain of its own',
    'CeClaimReviewService.enter': 'at most 50 claims; the ledger has one way in, a chain at a time',
    'CeEvidenceService.everything': 'files are opened one by one, when the archive comes to them',
    'CeLedgerService.correctTo': 'at most two: a reversal and an award',
    'CertificationNoticeService.announceDueEnds': 'a job; each notice is a commit',
    'CompletionService.concludeLocked':
      'once for a run, by a job or as it is cancelled; each learner gets a record, a certificate and events',
    'CompletionService.concludeDue': 'a job; each run is a commit',
    'DataExportService.archive': 'the declared tables, each read when the archive comes to it',
    'EntryExportService.pages': 'page by page, so that never all of a journal is in memory',
    'EntryExportService.versions': 'version by version, so that never all of an entry is in memory',
    'ConsentReplayService.withdrawAgain': 'after a restore; each consent is a commit',
    'ErasureService.carryOut': 'the declared tables, in their order',
    'ErasureService.eraseAgain': 'after a restore; each person is a commit',
    'SealChainService.extendChains': 'a job; each batch is a commit',
    'Files.keep': 'the pieces of one file, ten at most, each as large as a statement should be',
    'JournalArchiveService.of': 'entries are opened one by one, when the archive comes to them',
    'JournalAttachmentService.keyFor': 'returns after the first',
    'JournalErasureService.purge': 'a job; each batch is a commit',
    'JournalSearchService.find': 'page by page, within what a search may read',
    'LeavingService.stepBackAgain': 'after a restore; each person is a commit',
    'PresentingEarnsCredit.creditPresenters': 'a job; each presenter has a commit of their own, under their own lock',
    'PublishingService.publish': 'the things that a report counts, a fixed list',
    'RestoredRunsService.judgeAnew': 'after a restore; each run is a commit',
    'RetentionService.tidy': 'the declared tables, one after the other',
    'RetentionService.letGo': 'the declared tables, in batches; each is a commit',
    'RunEnrolmentService.leaveAll': 'the runs of one person, each settled under its own lock, in order',
    'RunEnrolmentService.settleDue': 'a job; each run is a commit',
    'SafeContactService.write': 'the channels, a fixed list; each is a consent of its own',
    'SessionSeriesService.change': 'each session is moved by its own rules, with what hangs on it',
    'SessionsRemindLearners.remind': 'a job; each session is a commit',
    'SignInReplayService.endCards': 'after a restore; each card is a commit',
    'SuspensionService.lift': 'the suspensions of one certification that run today: one, as a rule',
    'TimeDerivationService.derive': 'a command for operators; each session is a commit',
    'TransferService.transferTo': 'two runs, locked in order',
    'WithdrawnConsentService.endWaiting': 'what one person waits for, each under the lock of its run; each is a commit',
    'WrappedKeysDatabase.all': 'page by page, through all keys',
  };
  const howTo = 'ask once with "= any ($1)", write once with insertRows or unnest; or say here why it may repeat';

  test('but for those that are named, with why', () => {
    expect(statementsInLoops.filter((name) => !(name in mayRepeat)).map((name) => `${name}: ${howTo}`)).toEqual([]);
    expect(Object.keys(mayRepeat).filter((name) => !statementsInLoops.includes(name))).toEqual([]);
  });
});
