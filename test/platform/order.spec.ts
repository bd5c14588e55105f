import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { repository } from '../support/repository.js';
import { sourceFiles } from '../support/imports.js';

const textOf = (file: string) => readFileSync(join(repository, 'src', file), 'utf8');
const files = sourceFiles.filter((file) => !file.startsWith('demo/'));

function within(node: ts.Node): ts.Node[] {
  const found = [node];
  ts.forEachChild(node, (child) => void found.push(...within(child)));
  return found;
}
/** What stands in the files in which such words occur. */
const nodesWith = (words: RegExp): [string, ts.Node][] =>
  files
    .filter((file) => words.test(textOf(file)))
    .flatMap((file) =>
      within(ts.createSourceFile(file, textOf(file), ts.ScriptTarget.ES2023, true)).map((node): [string, ts.Node] => [
        file,
        node,
      ]),
    );

/** What is called, and with how many values. */
const called = (node: ts.Node): [string, number] | undefined =>
  ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)
    ? [node.expression.name.text, node.arguments.length]
    : undefined;

test('nobody but tests and the making of the demo moves the clock, or has one of their own', () => {
  const found = nodesWith(/moveTo|(extends|implements) Clock/).filter(([, node]) => {
    const [name, count] = called(node) ?? [];
    // A pen on paper moves to two coordinates.
    const moves = name === 'moveTo' && count === 1;
    return (
      moves || (ts.isHeritageClause(node) && node.types.some(({ expression }) => expression.getText() === 'Clock'))
    );
  });
  expect(found.map(([file, node]) => `${file}: ${node.getText()}`)).toEqual([]);
});

test('what a command does under the lock of a run happens at the instant of that lock, not of its own clock', () => {
  const locks = /^lock(Run|RunOf|RunToPlan|Seats|Enrolment|Session|SessionToWork)$/;
  const found = nodesWith(/\block(Run|Seats|Enrolment|Session)/).flatMap(([file, method]) => {
    if (!ts.isMethodDeclaration(method) || locks.test(method.name.getText())) return [];
    const isLocked = within(method).some((node) => locks.test(called(node)?.[0] ?? ''));
    return isLocked && /\bclock\.now\(\)/.test(method.getText())
      ? [`${file}: ${method.name.getText()}: take \`now\` of what was locked`]
      : [];
  });
  expect(found).toEqual([]);
});

const instants = new Set(
  [
    ...readFileSync(join(repository, 'migrations/schema.txt'), 'utf8').matchAll(
      /^ {2}(\w+) timestamp with time zone/gm,
    ),
  ].map(([, column = '']) => column),
);

/** What people or rules say, and no clock. */
const chosen = new Set(['starts_at', 'ends_at', 'due_at', 'held_at', 'offer_expires_at', 'until']);

const shown = 'only a list for reading: nobody gains by standing first';
const span = 'how long something stays, or since when: minutes do not matter';
const byTurn = 'taken under the lock of the run, later than every one before it';
const byNumber = 'only orders what was written before there were numbers';

/** Each instant that orders something, and why no clock that is behind can turn the order round. */
const ordered: Record<string, string> = {
  'attendance/attendance.personal.ts: at': span,
  'attendance/register/drop-in.service.ts: recorded_at': shown,
  'attendance/welfare/welfare.queries.ts: at': shown,
  'certificates/certificate-print.service.ts: issued_at': 'later than every one before it about the same subject',
  'certificates/certificate-query.service.ts: issued_at': shown,
  'certificates/certificate.service.ts: issued_at': 'makes the next one later',
  'certification/applications/application.queries.ts: recorded_at': 'an appeal comes after what it is about',
  'certification/applications/panel.service.ts: recorded_at': shown,
  'certification/certifications/certification.queries.ts: submitted_at': shown,
  'certification/certifications/certification.queries.ts: taken_at': shown,
  'certification/due-process/certification-act.service.ts: taken_at': shown,
  'certification/renewal/renewal.service.ts: submitted_at': shown,
  'ceu/ledger/ce-award.queries.ts: recorded_at': byNumber,
  'ceu/rosters/ce-roster.service.ts: entered_at': 'the lines of one day, numbered once',
  'ceu/transcripts/transcript.service.ts: entered_at': shown,
  'college/college-text.service.ts: written_at': 'which translation of one version is read where none was asked for',
  'courses/approval/review.service.ts: recorded_at': shown,
  'courses/approval/sign-off.service.ts: signed_at': shown,
  'courses/co-production/contributor.service.ts: invited_at': shown,
  'courses/versions/course-version.queries.ts: signed_at': shown,
  'enrolment/enrolments/enrolment.queries.ts: joined_at': byTurn,
  'enrolment/enrolments/run-enrolment.service.ts: confirmed_at': byTurn,
  'journals/attachments/attachment.queries.ts: added_at': shown,
  'journals/entries/entry.queries.ts: created_at': shown,
  'journals/entries/entry.queries.ts: granted_at': shown,
  'journals/leaving/journal-archive.service.ts: created_at': shown,
  'enrolment/notices/run-notice.service.ts: sent_at': shown,
  'notifications/inbox.service.ts: in_inbox_at': shown,
  'notifications/staff-task.queries.ts: done_at': shown,
  'notifications/wishes/wish.queries.ts: opened_at': shown,
  'operations/enrolment.invariants.ts: at': byNumber,
  'operations/event-log.service.ts: at': byNumber,
  'operations/people.invariants.ts: confirmed_at': span,
  'operations/restore.service.ts: found_at': shown,
  'operations/restores.invariants.ts: found_at': span,
  'outcomes/plans/plan-share.service.ts: shared_at': shown,
  'people/account/person.sql.ts: at': span,
  'people/account/person.sql.ts: last_used_at': span,
  'people/cards/password-card-query.service.ts: made_at': shown,
  'people/cards/password-card-query.service.ts: started_at': shown,
  'people/cards/password-card.service.ts: granted_at': span,
  'people/consents/consent.service.ts: said_at': shown,
  'people/people.personal.ts: confirmed_at': span,
  'people/private-details/emergency-contact.service.ts: used_at': shown,
  'people/roles/role-grant.service.ts: asked_at': shown,
  'people/sign-in/sign-in.service.ts: last_used_at': shown,
  'platform/audit/seal-chain.service.ts: at': 'seals come in the order of their numbers; rows in theirs',
  'platform/audit/seal-chain.ts: at': 'what is told apart is further apart than clocks may be',
  'platform/endings/restores.ts: found_at': span,
  'privacy/my-readers.service.ts: at': byNumber,
  'reports/counting/activity.queries.ts: occurred_at':
    'the newest mark as the view attendance has it: when it was, then its number',
  'reports/publishing/earlier-reports.queries.ts: made_at': shown,
  'sessions/delivery/debrief.service.ts: written_at': shown,
  'sessions/runs/run-risk.service.ts: stood_down_at': byTurn,
  'sessions/runs/run.queries.ts: moved_at': byTurn,
  'sessions/runs/run.queries.ts: turn_at': 'the latest turn makes the next one later',
  'sessions/runs/run.queries.ts: offered_at': byTurn,
  'sessions/sessions/session.queries.ts: moved_at': byTurn,
  'timetable/prospectus/prospectus-edition.service.ts: credit_changed_at': span,
  'timetable/prospectus/prospectus.queries.ts: booking_closes_at': 'when a page is next made anew, to the second',
  'timetable/prospectus/prospectus.queries.ts: booking_opens_at': 'the same',
  'reports/today-overview.service.ts: first_start': 'dates of sessions',
  'timetable/prospectus/prospectus.queries.ts: first_start': 'dates of sessions',
  'timetable/prospectus/prospectus.queries.ts: last_end': 'the same',
  'timetable/prospectus/prospectus.queries.ts: prospectus_opens_at': 'when a page is next made anew, to the second',
};

test('every instant that orders people, or the states of something, is told why no clock can turn it round', () => {
  const isSql = (file: string) => /\bselect\b/.test(textOf(file)) || /order by/.test(textOf(file));
  const found = files
    .filter(isSql)
    .flatMap((file) =>
      [...textOf(file).matchAll(/\b(?:order by|max\(|min\()((?:[^`;)\n]|\(\w+\))*)/g)].flatMap(([, terms = '']) =>
        [...terms.matchAll(/\b\w+\b/g)].flatMap(([word]) =>
          instants.has(word) && !chosen.has(word) ? [`${file}: ${word}`] : [],
        ),
      ),
    );
  expect([...new Set(found)].sort()).toEqual(Object.keys(ordered).sort());
});
